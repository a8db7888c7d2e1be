package dev.enclave.benchmarks;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What this process holds at one moment.
 *
 * @param descriptors open file descriptors; -1 where there is no {@code /proc}
 * @param threads live threads
 * @param directBytes direct memory, of Java's buffers and of Netty's
 * @param heapBytes the heap that is in use after a full collection
 */
public record ProcessSize(long descriptors, int threads, long directBytes, long heapBytes) {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** {@return the size now, after a garbage collection} */
    public static ProcessSize now() {
        System.gc();
        return new ProcessSize(
                countDescriptors(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                directInUse(),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    private static long countDescriptors() {
        try (Stream<Path> entries = Files.list(DESCRIPTORS)) {
            return entries.count();
        } catch (IOException e) {
            return -1;
        }
    }

    private static long directInUse() {
        long java = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return java + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    /** Whether it holds no more than an earlier one, give or take what is in flight at any moment. */
    boolean isFlatSince(ProcessSize earlier, int users) {
        return descriptors <= earlier.descriptors + users
                && threads <= earlier.threads + 2
                && directBytes <= earlier.directBytes * 1.2 + (4 << 20)
                && heapBytes <= earlier.heapBytes * 1.2 + (4 << 20);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%5d descriptors, %3d threads, %6.1f MiB direct, %6.1f MiB heap",
                descriptors,
                threads,
                directBytes / 1048576.0,
                heapBytes / 1048576.0);
    }
}
