package dev.enclave.docker.observation;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an exchange ended.
 *
 * @param outcome coarsely
 * @param error why it failed, mostly a {@link dev.enclave.docker.DockerException}; null unless it did
 * @param duration from the subscription to the end
 */
public record ExchangeEnd(Outcome outcome, @Nullable Throwable error, Duration duration) {

    /** How an exchange ended, coarsely. */
    public enum Outcome {
        /** The whole answer has arrived. */
        COMPLETED,
        /** It ended with an error: the engine refused, or could not be reached, or the connection broke. */
        FAILED,
        /** Nobody wanted the rest: the subscriber cancelled, or closed the stream. */
        CANCELLED
    }

    /** Checks that outcome and duration are there. */
    public ExchangeEnd {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(duration, "duration");
    }
}
