package dev.enclave.testing;

import java.util.List;
import java.util.function.Supplier;

/** All that watches a test run for what must not happen in it. */
final class Guards {

    // Leaks come first: a leak detector that Netty made before BufferLeaks was armed would stay unseen.
    private static final List<Guard> ALL = List.of(
            new Guard(BufferLeaks::arm, BufferLeaks::take),
            new Guard(BlockingCalls::arm, BlockingCalls::take),
            new Guard(DroppedErrors::arm, DroppedErrors::take));

    private Guards() {}

    /** Starts watching, or makes sure that everything still does. */
    static void arm() {
        ALL.forEach(guard -> guard.arm().run());
    }

    /** Fails when something was seen since the last call; each finding is a suppressed exception of the error. */
    static void check(String where) {
        List<Throwable> findings =
                ALL.stream().flatMap(guard -> guard.take().get().stream()).toList();
        if (findings.isEmpty()) {
            return;
        }
        String messages =
                String.join("\n", findings.stream().map(Throwable::getMessage).toList());
        AssertionError error = new AssertionError(
                "The test guards saw %d problem(s) in %s:\n%s".formatted(findings.size(), where, messages));
        findings.forEach(error::addSuppressed);
        throw error;
    }

    private record Guard(Runnable arm, Supplier<List<Throwable>> take) {}
}
