package dev.enclave.docker.transport;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long the client waits for the engine; what is not there in time is a {@link dev.enclave.docker.DockerTimeoutException} that names the
 * operation and the time. {@link dev.enclave.docker.DockerClient#withTimeouts} sets other ones for single requests.
 *
 * @param connect for a connection, and with TLS for its handshake; default 10 s
 * @param response for the head of an answer; default 60 s (a start waits in the daemon while it is under load). A stop or restart gets its
 *     grace period in addition
 * @param pullResponse for the head of the answer to a pull, which the engine sends only once the registry has answered; default 5 min
 * @param idle how long an open stream may be silent: no byte from the engine although somebody wants to read, and none written to it. Null
 *     (the default) for ever: a quiet program is not a broken one. A host that vanished is noticed without it: quiet TCP connections are
 *     asked every now and then whether they still live, and given up, on Linux after about a minute and a half
 */
public record TimeoutOptions(
        Duration connect,
        Duration response,
        Duration pullResponse,
        @Nullable Duration idle) {

    /** The defaults named above. */
    public static final TimeoutOptions DEFAULTS =
            new TimeoutOptions(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(5), null);

    /** Checks that all are positive. */
    public TimeoutOptions {
        requirePositive(connect, "connect");
        requirePositive(response, "response");
        requirePositive(pullResponse, "pullResponse");
        if (idle != null) {
            requirePositive(idle, "idle");
        }
    }

    /**
     * Returns a copy with another connect timeout.
     *
     * @param value for a connection
     * @return the changed copy
     */
    public TimeoutOptions withConnect(Duration value) {
        return new TimeoutOptions(value, response, pullResponse, idle);
    }

    /**
     * Returns a copy with another response timeout.
     *
     * @param value for the head of an answer
     * @return the changed copy
     */
    public TimeoutOptions withResponse(Duration value) {
        return new TimeoutOptions(connect, value, pullResponse, idle);
    }

    /**
     * Returns a copy with another timeout for pulls.
     *
     * @param value for the head of the answer to a pull
     * @return the changed copy
     */
    public TimeoutOptions withPullResponse(Duration value) {
        return new TimeoutOptions(connect, response, value, idle);
    }

    /**
     * Returns a copy with another limit for silent streams.
     *
     * @param value how long a stream may be silent; null for ever
     * @return the changed copy
     */
    public TimeoutOptions withIdle(@Nullable Duration value) {
        return new TimeoutOptions(connect, response, pullResponse, value);
    }

    private static void requirePositive(Duration value, String name) {
        Objects.requireNonNull(value, name);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }
}
