package dev.enclave.benchmarks.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * What this process held at one moment, to compare with later ones.
 *
 * @param threads live threads
 * @param heapBytes the heap in use after a collection
 */
public record Footprint(int threads, long heapBytes) {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double MEBIBYTE = 1 << 20;

    /** {@return what it holds now, garbage not counted} */
    public static Footprint begin() {
        return new Footprint(THREADS.getThreadCount(), liveHeap());
    }

    /** Lets the most threads since now be told. */
    public static void forgetPeak() {
        THREADS.resetPeakThreadCount();
    }

    /** {@return how many more threads there were at the most, since the peak was forgotten} */
    public int threadsSince() {
        return THREADS.getPeakThreadCount() - threads;
    }

    /** {@return how much more heap is live now, 0 when it is less} */
    public double heapMebibytesSince() {
        return Math.max(0, liveHeap() - heapBytes) / MEBIBYTE;
    }

    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
