package dev.enclave.testing;

import dev.enclave.docker.DockerException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * How an engine differs from what a test expects.
 *
 * @param engine what the engine's name begins with
 * @param test class and method
 * @param failure what the test ends with: a {@link DockerException} when the engine refuses, an {@link AssertionError} when it does
 *     something else
 * @param message a part of the failure's message
 * @param what the difference, a sentence for docs/engines.md
 * @param sometimes whether the test may pass as well
 */
record KnownDifference(
        String engine,
        String test,
        Class<? extends Throwable> failure,
        String message,
        String what,
        boolean sometimes) {

    /** The engine refuses. */
    static KnownDifference lacks(
            String engine, String test, Class<? extends DockerException> failure, String message, String what) {
        return new KnownDifference(engine, test, failure, message, what, false);
    }

    /** The engine does something else. */
    static KnownDifference differs(String engine, String test, String message, String what) {
        return new KnownDifference(engine, test, AssertionError.class, message, what, false);
    }

    /** The same, of a difference that does not always show. */
    KnownDifference onlySometimes() {
        return new KnownDifference(engine, test, failure, message, what, true);
    }

    /** What the table of operations says. */
    String outcome() {
        return DockerException.class.isAssignableFrom(failure) ? "expected: " + failure.getSimpleName() : "differs";
    }

    boolean explains(Throwable thrown) {
        return explains(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private boolean explains(Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return false;
        }
        return (failure.isInstance(thrown)
                        && String.valueOf(thrown.getMessage()).contains(message))
                || explains(thrown.getCause(), seen);
    }
}
