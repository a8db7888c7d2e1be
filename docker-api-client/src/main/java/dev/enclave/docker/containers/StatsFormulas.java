package dev.enclave.docker.containers;

import dev.enclave.docker.containers.ContainerStats.BlkioEntry;
import dev.enclave.docker.containers.ContainerStats.BlkioStats;
import dev.enclave.docker.containers.ContainerStats.CpuStats;
import dev.enclave.docker.containers.ContainerStats.CpuUsage;
import dev.enclave.docker.containers.ContainerStats.MemoryStats;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The figures of {@code docker stats}, computed as the docker command line does. */
final class StatsFormulas {

    /** The page cache that can be given back at once, as cgroup v1 and v2 name it. */
    private static final List<String> INACTIVE = List.of("total_inactive_file", "inactive_file");

    private StatsFormulas() {}

    static @Nullable Double cpuPercent(@Nullable CpuStats before, @Nullable CpuStats now) {
        Long totalBefore = total(before);
        Long totalNow = total(now);
        Long hostBefore = before == null ? null : before.systemCpuUsage();
        Long hostNow = now == null ? null : now.systemCpuUsage();
        if (now == null || totalBefore == null || totalNow == null || hostBefore == null || hostNow == null) {
            return null;
        }
        double used = totalNow - totalBefore;
        double host = hostNow - hostBefore;
        // A counter that goes back belongs to a container that was started anew.
        return used > 0 && host > 0 ? used / host * cpus(now) * 100 : 0.0;
    }

    private static @Nullable Long total(@Nullable CpuStats stats) {
        CpuUsage usage = stats == null ? null : stats.cpuUsage();
        return usage == null ? null : usage.totalUsage();
    }

    private static int cpus(CpuStats stats) {
        Integer online = stats.onlineCpus();
        if (online != null && online > 0) {
            return online;
        }
        List<Long> each = stats.cpuUsage() == null ? null : stats.cpuUsage().percpuUsage();
        return each == null ? 1 : each.size();
    }

    static @Nullable Long memoryUsed(@Nullable MemoryStats memory) {
        Long usage = memory == null ? null : memory.usage();
        if (memory == null || usage == null) {
            return null;
        }
        Map<String, Long> figures = memory.stats() == null ? Map.of() : memory.stats();
        return INACTIVE.stream()
                .map(figures::get)
                .filter(inactive -> inactive != null && inactive < usage)
                .findFirst()
                .map(inactive -> usage - inactive)
                .orElse(usage);
    }

    static @Nullable Double memoryPercent(@Nullable MemoryStats memory) {
        Long used = memoryUsed(memory);
        Long limit = memory == null ? null : memory.limit();
        return used == null || limit == null || limit == 0 ? null : 100.0 * used / limit;
    }

    static <T> long sum(Collection<T> parts, Function<T, @Nullable Long> figure) {
        return parts.stream()
                .map(figure)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    static long blockBytes(@Nullable BlkioStats stats, char operation) {
        List<BlkioEntry> entries = stats == null ? null : stats.ioServiceBytesRecursive();
        return entries == null
                ? 0
                : sum(
                        entries.stream()
                                .filter(entry -> startsWith(entry.op(), operation))
                                .toList(),
                        BlkioEntry::value);
    }

    private static boolean startsWith(@Nullable String name, char letter) {
        return name != null && !name.isEmpty() && name.toLowerCase(Locale.ROOT).charAt(0) == letter;
    }
}
