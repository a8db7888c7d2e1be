package dev.enclave.benchmarks.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * What this process held at one moment, to compare with later ones.
 *
 * @param startedThreads how many threads it had started
 * @param heapBytes the heap in use after a collection
 */
public record Footprint(long startedThreads, long heapBytes) {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double MEBIBYTE = 1 << 20;

    /** {@return what it holds now, garbage not counted} */
    public static Footprint begin() {
        return new Footprint(THREADS.getTotalStartedThreadCount(), liveHeap());
    }

    /** {@return how many threads were started since; those of before may end at any time, so that live ones tell nothing} */
    public int threadsStartedSince() {
        return Math.toIntExact(THREADS.getTotalStartedThreadCount() - startedThreads);
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
