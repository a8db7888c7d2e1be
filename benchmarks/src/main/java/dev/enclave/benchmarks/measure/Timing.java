package dev.enclave.benchmarks.measure;

import dev.enclave.benchmarks.result.Samples;

/**
 * What some work took.
 *
 * @param latencies of each time, in milliseconds
 * @param seconds from the first beginning to the last end
 * @param cpuMillis CPU time of this process meanwhile, its garbage collector and compiler included
 */
public record Timing(Samples latencies, double seconds, double cpuMillis) {

    /** {@return how often it was done in a second} */
    public double perSecond() {
        return latencies.count() / seconds;
    }

    /** {@return the CPU milliseconds for each time} */
    public double cpuMillisEach() {
        return cpuMillis / latencies.count();
    }
}
