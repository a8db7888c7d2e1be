package dev.enclave.testing;

import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;

/** Failures of operations. Where another one comes than is wanted, it stays the cause, for {@link KnownDifferences} to be seen. */
public final class Failures {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Failures() {}

    /** Waits for an operation's failure, which has to be of a type. */
    public static <T extends Throwable> T of(Publisher<?> operation, Class<T> type) {
        try {
            Flux.from(operation).blockLast(PATIENCE);
        } catch (RuntimeException e) {
            Throwable failure = Exceptions.unwrap(e);
            if (!type.isInstance(failure)) {
                throw new AssertionError("a " + type.getSimpleName() + " was expected, not " + failure, failure);
            }
            return type.cast(failure);
        }
        throw new AssertionError("a " + type.getSimpleName() + " was expected, but the operation was a success");
    }
}
