package dev.enclave.benchmarks.result;

import org.jspecify.annotations.Nullable;

/**
 * Where and with what was measured.
 *
 * @param cpu the CPU's model
 * @param cores how many cores this process may use
 * @param memoryMebibytes the machine's memory
 * @param kernel name and version of the operating system
 * @param jdk the Java that ran the benchmarks
 * @param engine kind and version of the container engine
 * @param apiVersion the API version spoken with it
 * @param date when, in UTC
 * @param commit of these sources, with {@code -dirty} where they were changed; null outside a repository
 */
public record Machine(
        String cpu,
        int cores,
        long memoryMebibytes,
        String kernel,
        String jdk,
        String engine,
        String apiVersion,
        String date,
        @Nullable String commit) {}
