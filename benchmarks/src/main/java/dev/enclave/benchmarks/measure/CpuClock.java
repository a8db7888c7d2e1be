package dev.enclave.benchmarks.measure;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * The CPU time that this process has used, of all its threads, also those that have ended. From the system's own clock, as Java's
 * counts in hundredths of a second, which is more than some sandboxes cost.
 */
public final class CpuClock {

    private static final int CLOCK_PROCESS_CPUTIME_ID = Platform.isMac() ? 12 : 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    static {
        Native.register(Platform.C_LIBRARY_NAME);
    }

    private CpuClock() {}

    /** {@return the CPU time since the process began, in nanoseconds} */
    public static long nanos() {
        long[] time = new long[2];
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, time);
        return time[0] * NANOS_PER_SECOND + time[1];
    }

    private static native int clock_gettime(int clock, long[] time) throws LastErrorException;
}
