package dev.enclave.testing;

import java.util.List;
import reactor.core.publisher.Hooks;

/**
 * Fails test classes in which an error was dropped: signalled after the end of a sequence, when nobody could see it any more.
 *
 * <p>A test that provokes one on purpose calls {@link #take()}.
 */
public final class DroppedErrors {

    private static final Findings FINDINGS = new Findings();

    private DroppedErrors() {}

    /** Takes, and so forgives, what was dropped since the last call. */
    public static List<Throwable> take() {
        return FINDINGS.take();
    }

    static void arm() {
        // Reset first: hooks add up, and StepVerifier's own assertions on dropped errors remove them all.
        Hooks.resetOnErrorDropped();
        Hooks.onErrorDropped(DroppedErrors::remember);
    }

    private static void remember(Throwable error) {
        FINDINGS.add(new AssertionError("An error was dropped: " + error, error));
    }
}
