package dev.enclave.docker.transport;

import java.time.Duration;
import java.util.Objects;

/**
 * How long the client waits for the engine. There is no timeout on the body of a stream: a quiet program is not a broken one.
 *
 * @param connect for a connection; default 10 s
 * @param response for the head of an answer; default 60 s (a start waits in the daemon while it is under load)
 * @param pullResponse for the head of the answer to a pull, which the engine sends only once the registry has answered; default 5 min
 */
public record TimeoutOptions(Duration connect, Duration response, Duration pullResponse) {

    /** The defaults named above. */
    public static final TimeoutOptions DEFAULTS =
            new TimeoutOptions(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(5));

    /** Checks that all are positive. */
    public TimeoutOptions {
        requirePositive(connect, "connect");
        requirePositive(response, "response");
        requirePositive(pullResponse, "pullResponse");
    }

    /**
     * Returns a copy with another response timeout.
     *
     * @param value for the head of an answer
     * @return the changed copy
     */
    public TimeoutOptions withResponse(Duration value) {
        return new TimeoutOptions(connect, value, pullResponse);
    }

    /**
     * Returns a copy with another connect timeout.
     *
     * @param value for a connection
     * @return the changed copy
     */
    public TimeoutOptions withConnect(Duration value) {
        return new TimeoutOptions(value, response, pullResponse);
    }

    private static void requirePositive(Duration value, String name) {
        Objects.requireNonNull(value, name);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }
}
