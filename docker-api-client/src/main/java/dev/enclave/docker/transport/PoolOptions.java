package dev.enclave.docker.transport;

import java.time.Duration;
import java.util.Objects;

/**
 * Limits of the pool that short requests share. Long-lived streams do not use it: each has a connection of its own.
 *
 * @param maxConnections how many connections there are at most; default 16
 * @param maxPending how many requests may wait for one; the next is refused; default 10,000
 * @param acquireTimeout how long a request waits for one; default 60 s
 * @param maxIdle after how long an unused connection is closed; default 5 s, as Podman closes its side after 10 s
 */
public record PoolOptions(int maxConnections, int maxPending, Duration acquireTimeout, Duration maxIdle) {

    /** The defaults named above. */
    public static final PoolOptions DEFAULTS =
            new PoolOptions(16, 10_000, Duration.ofSeconds(60), Duration.ofSeconds(5));

    /** Checks the ranges. */
    public PoolOptions {
        Objects.requireNonNull(acquireTimeout, "acquireTimeout");
        Objects.requireNonNull(maxIdle, "maxIdle");
        if (maxConnections < 1 || maxPending < 0) {
            throw new IllegalArgumentException("maxConnections must be at least 1 and maxPending 0 or more: "
                    + maxConnections + ", " + maxPending);
        }
    }

    /**
     * Returns a copy with another number of connections.
     *
     * @param value how many connections there are at most
     * @return the changed copy
     */
    public PoolOptions withMaxConnections(int value) {
        return new PoolOptions(value, maxPending, acquireTimeout, maxIdle);
    }
}
