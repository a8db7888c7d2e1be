package dev.enclave.engine;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sandbox may use.
 *
 * @param memoryBytes memory in bytes, swap included; default 512 MiB, at least 6 MiB
 * @param cpus CPUs, also fractions of one; default 1
 * @param pids processes and threads; default 256
 */
public record ResourceLimits(long memoryBytes, double cpus, long pids) {

    /** The defaults named above. */
    public static final ResourceLimits DEFAULTS = new ResourceLimits(512L << 20, 1, 256);

    /** What the engine accepts at least (moby: daemon/daemon_unix.go, linuxMinMemory). */
    private static final long LEAST_MEMORY = 6L << 20;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([bkmgt]?|[kmgt]b)");

    /** Checks the ranges. */
    public ResourceLimits {
        if (memoryBytes < LEAST_MEMORY) {
            throw new IllegalArgumentException("memory must be at least 6 MiB: " + memoryBytes + " bytes");
        }
        if (!(cpus >= 0.01 && cpus <= 1024)) {
            throw new IllegalArgumentException("cpus must be between 0.01 and 1024: " + cpus);
        }
        if (pids < 1) {
            throw new IllegalArgumentException("pids must be at least 1: " + pids);
        }
    }

    /**
     * Parses an amount of memory.
     *
     * @param text digits and one of {@code b}, {@code k}, {@code m}, {@code g}, {@code t} in powers of 1024, for example {@code 512m}
     * @return the amount in bytes
     * @throws IllegalArgumentException if it is not of that form
     */
    public static long parseMemory(String text) {
        Matcher matcher = SIZE.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an amount of memory (like '512m' or '2g'): '" + text + "'");
        }
        String unit = matcher.group(2);
        int power = unit.isEmpty() ? 0 : "bkmgt".indexOf(unit.charAt(0));
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("more memory than can be counted: '" + text + "'", e);
        }
    }

    /**
     * Returns a copy with another memory limit.
     *
     * @param bytes the limit in bytes
     * @return the changed copy
     */
    public ResourceLimits withMemory(long bytes) {
        return new ResourceLimits(bytes, cpus, pids);
    }

    /**
     * Returns a copy with another CPU limit.
     *
     * @param value CPUs, also fractions of one
     * @return the changed copy
     */
    public ResourceLimits withCpus(double value) {
        return new ResourceLimits(memoryBytes, value, pids);
    }

    /**
     * Returns a copy with another limit of processes.
     *
     * @param value processes and threads
     * @return the changed copy
     */
    public ResourceLimits withPids(long value) {
        return new ResourceLimits(memoryBytes, cpus, value);
    }
}
