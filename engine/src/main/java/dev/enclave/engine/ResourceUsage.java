package dev.enclave.engine;

import java.time.Duration;
import java.util.Objects;

/**
 * What a command used, its children included as far as they were waited for.
 *
 * @param userTime CPU time in user mode
 * @param systemTime CPU time in the kernel
 * @param peakMemory the most memory that any one of its processes had resident, in bytes
 */
public record ResourceUsage(Duration userTime, Duration systemTime, long peakMemory) {

    /** Checks that both times are there. */
    public ResourceUsage {
        Objects.requireNonNull(userTime, "userTime");
        Objects.requireNonNull(systemTime, "systemTime");
    }

    /** {@return CPU time in all} */
    public Duration cpuTime() {
        return userTime.plus(systemTime);
    }
}
