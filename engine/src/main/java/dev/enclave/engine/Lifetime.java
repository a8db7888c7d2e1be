package dev.enclave.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What ends a sandbox.
 *
 * @param timeToLive how long a detached sandbox lives, at most a year; null for one that ends with the process that made it
 */
public record Lifetime(@Nullable Duration timeToLive) {

    /** The sandbox ends with the process that made it, however that ends. */
    public static final Lifetime EPHEMERAL = new Lifetime(null);

    private static final Duration LONGEST = Duration.ofDays(366);

    /** Checks the range of the time. */
    public Lifetime {
        if (timeToLive != null && (timeToLive.isNegative() || timeToLive.isZero())) {
            throw new IllegalArgumentException("time to live must be positive: " + timeToLive);
        }
        if (timeToLive != null && timeToLive.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("time to live must be at most a year: " + timeToLive);
        }
    }

    /**
     * The sandbox outlives the process that made it, until its time is over: whichever engine runs then removes it.
     *
     * @param timeToLive how long it lives, at most a year
     * @return the lifetime
     */
    public static Lifetime detached(Duration timeToLive) {
        return new Lifetime(timeToLive);
    }

    /** {@return whether the sandbox outlives the process that made it} */
    public boolean isDetached() {
        return timeToLive != null;
    }
}
