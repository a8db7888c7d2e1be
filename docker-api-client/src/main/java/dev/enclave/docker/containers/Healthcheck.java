package dev.enclave.docker.containers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the engine asks for a container's health, time and again.
 *
 * @param test {@code NONE} alone switches it off; {@code CMD} and a command line, or {@code CMD-SHELL} and a shell line; absent or empty for
 *     what the image says
 * @param interval the pause between two checks in nanoseconds
 * @param timeout how long a check may take in nanoseconds
 * @param retries how many checks have to fail one after the other
 * @param startPeriod how long failures do not count after the start, in nanoseconds
 * @param startInterval the pause between two checks in that time, in nanoseconds; from API 1.44 on, and refused before
 */
public record Healthcheck(
        @Nullable List<String> test,
        @Nullable Long interval,
        @Nullable Long timeout,
        @Nullable Integer retries,
        @Nullable Long startPeriod,
        @Nullable Long startInterval) {

    /** No check, whatever the image says. */
    public static final Healthcheck NONE = new Healthcheck(List.of("NONE"), null, null, null, null, null);

    /** Copies the command line. */
    public Healthcheck {
        test = test == null ? null : List.copyOf(test);
    }
}
