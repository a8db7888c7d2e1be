package dev.enclave.benchmarks.peer;

/** Checks what work brought, so that nobody is fast by failing. */
final class Outcomes {

    private Outcomes() {}

    static void requireBytes(long expected, long found) {
        if (found != expected) {
            throw new IllegalStateException(found + " bytes were printed instead of " + expected);
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
