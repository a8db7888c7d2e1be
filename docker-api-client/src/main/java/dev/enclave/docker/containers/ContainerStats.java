package dev.enclave.docker.containers;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container uses at a moment. Everything may be absent, all of it when the container does not run. The figures that the docker command
 * line shows are computed here as it does: {@link #cpuPercent()}, {@link #memoryUsed()}, {@link #memoryPercent()}, {@link #networkReceived()} and
 * the like.
 *
 * @param id the container's id
 * @param name its name, with a leading slash
 * @param read when this was measured
 * @param preread when the CPU was measured before that
 * @param pidsStats processes and threads
 * @param cpuStats the CPU now
 * @param precpuStats the CPU before; without figures in the first of a stream, and when asked for {@linkplain ContainerOperations#statsNow now}
 * @param memoryStats the memory
 * @param blkioStats the block devices
 * @param networks the network interfaces by name
 */
public record ContainerStats(
        @Nullable String id,
        @Nullable String name,
        @Nullable Instant read,
        @Nullable Instant preread,
        @Nullable Pids pidsStats,
        @Nullable CpuStats cpuStats,
        @Nullable CpuStats precpuStats,
        @Nullable MemoryStats memoryStats,
        @Nullable BlkioStats blkioStats,
        Map<String, NetworkStats> networks) {

    /** Makes absent collections empty. */
    public ContainerStats(
            @Nullable String id,
            @Nullable String name,
            @Nullable Instant read,
            @Nullable Instant preread,
            @Nullable Pids pidsStats,
            @Nullable CpuStats cpuStats,
            @Nullable CpuStats precpuStats,
            @Nullable MemoryStats memoryStats,
            @Nullable BlkioStats blkioStats,
            @Nullable Map<String, NetworkStats> networks) {
        this.id = id;
        this.name = name;
        this.read = read;
        this.preread = preread;
        this.pidsStats = pidsStats;
        this.cpuStats = cpuStats;
        this.precpuStats = precpuStats;
        this.memoryStats = memoryStats;
        this.blkioStats = blkioStats;
        this.networks = networks == null ? Map.of() : Map.copyOf(networks);
    }

    /**
     * Computes how busy the CPUs were since the measurement before.
     *
     * @return percent of one CPU: 200 means that two were busy all the time; null when there was no measurement before
     */
    public @Nullable Double cpuPercent() {
        return cpuPercentSince(precpuStats);
    }

    /**
     * Computes how busy the CPUs were since another measurement of the same container.
     *
     * @param earlier the {@link #cpuStats()} of that measurement
     * @return percent of one CPU: 200 means that two were busy all the time; null when something is missing
     */
    public @Nullable Double cpuPercentSince(@Nullable CpuStats earlier) {
        return StatsFormulas.cpuPercent(earlier, cpuStats);
    }

    /**
     * Computes how much memory is in use and cannot be given back at once: without the part of the page cache that the kernel calls inactive.
     *
     * @return bytes; null when nothing is known
     */
    public @Nullable Long memoryUsed() {
        return StatsFormulas.memoryUsed(memoryStats);
    }

    /** {@return {@link #memoryUsed()} in percent of the limit; null when nothing is known} */
    public @Nullable Double memoryPercent() {
        return StatsFormulas.memoryPercent(memoryStats);
    }

    /** {@return how many bytes all network interfaces have received} */
    public long networkReceived() {
        return StatsFormulas.sum(networks.values(), NetworkStats::rxBytes);
    }

    /** {@return how many bytes all network interfaces have sent} */
    public long networkSent() {
        return StatsFormulas.sum(networks.values(), NetworkStats::txBytes);
    }

    /** {@return how many bytes have been read from block devices} */
    public long blockRead() {
        return StatsFormulas.blockBytes(blkioStats, 'r');
    }

    /** {@return how many bytes have been written to block devices} */
    public long blockWritten() {
        return StatsFormulas.blockBytes(blkioStats, 'w');
    }

    /**
     * Processes and threads.
     *
     * @param current how many there are
     * @param limit how many there may be; {@link Long#MAX_VALUE} for any number
     */
    public record Pids(@Nullable Long current, @Nullable Long limit) {}

    /**
     * The CPU.
     *
     * @param cpuUsage what the container has used
     * @param systemCpuUsage what the whole host has used, in nanoseconds
     * @param onlineCpus how many CPUs there are
     * @param throttlingData how often the limit was in the way
     */
    public record CpuStats(
            @Nullable CpuUsage cpuUsage,
            @Nullable Long systemCpuUsage,
            @Nullable Integer onlineCpus,
            @Nullable Throttling throttlingData) {}

    /**
     * CPU time since the start, in nanoseconds.
     *
     * @param totalUsage all of it
     * @param percpuUsage of each CPU; cgroup v1 only
     * @param usageInKernelmode the kernel's part
     * @param usageInUsermode the programs' part
     */
    public record CpuUsage(
            @Nullable Long totalUsage,
            @Nullable List<Long> percpuUsage,
            @Nullable Long usageInKernelmode,
            @Nullable Long usageInUsermode) {}

    /**
     * How often the limit of CPUs was in the way.
     *
     * @param periods how many periods have passed
     * @param throttledPeriods in how many of them the limit was reached
     * @param throttledTime how long processes had to wait, in nanoseconds
     */
    public record Throttling(
            @Nullable Long periods,
            @Nullable Long throttledPeriods,
            @Nullable Long throttledTime) {}

    /**
     * The memory, in bytes.
     *
     * @param usage all that is in use, the page cache included
     * @param maxUsage the most that ever was; cgroup v1 only
     * @param limit how much there may be: the container's limit or the host's memory
     * @param failcnt how often the limit was reached; cgroup v1 only
     * @param stats the kernel's own figures by name; other ones with cgroup v1 than with v2
     */
    public record MemoryStats(
            @Nullable Long usage,
            @Nullable Long maxUsage,
            @Nullable Long limit,
            @Nullable Long failcnt,
            @Nullable Map<String, Long> stats) {}

    /**
     * The block devices.
     *
     * @param ioServiceBytesRecursive bytes by device and operation
     * @param ioServicedRecursive operations by device and kind
     */
    public record BlkioStats(
            @Nullable List<BlkioEntry> ioServiceBytesRecursive,
            @Nullable List<BlkioEntry> ioServicedRecursive) {}

    /**
     * A figure of a block device.
     *
     * @param major the device's major number
     * @param minor its minor number
     * @param op the operation, for example {@code read}; some engines write it with a capital
     * @param value the figure
     */
    public record BlkioEntry(
            @Nullable Long major,
            @Nullable Long minor,
            @Nullable String op,
            @Nullable Long value) {}

    /**
     * A network interface, since the start.
     *
     * @param rxBytes bytes received
     * @param rxPackets packets received
     * @param rxErrors packets received with an error
     * @param rxDropped packets dropped on the way in
     * @param txBytes bytes sent
     * @param txPackets packets sent
     * @param txErrors packets not sent because of an error
     * @param txDropped packets dropped on the way out
     */
    public record NetworkStats(
            @Nullable Long rxBytes,
            @Nullable Long rxPackets,
            @Nullable Long rxErrors,
            @Nullable Long rxDropped,
            @Nullable Long txBytes,
            @Nullable Long txPackets,
            @Nullable Long txErrors,
            @Nullable Long txDropped) {}
}
