package dev.enclave.benchmarks.peer;

import java.time.Duration;

/** Checks what work brought, so that nobody is fast by failing. */
final class Outcomes {

    private Outcomes() {}

    static void requireBytes(long expected, long found) {
        if (found != expected) {
            throw new IllegalStateException(found + " bytes were printed instead of " + expected);
        }
    }

    /** All of it; or most, of what is read slowly: Docker 20.10 throws away what is unread some time after the end of an exec. */
    static void requireRead(long expected, long found, Duration pause) {
        if (pause.isZero()) {
            requireBytes(expected, found);
        } else {
            requireAtLeast(expected / 10 * 9, found);
        }
    }

    static void requireAtLeast(long least, long found) {
        if (found < least) {
            throw new IllegalStateException(found + " bytes came instead of at least " + least);
        }
    }

    static void requireExit(long code) {
        if (code != 0) {
            throw new IllegalStateException("exit code " + code);
        }
    }
}
