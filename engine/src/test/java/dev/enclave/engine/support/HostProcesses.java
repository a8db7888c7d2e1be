package dev.enclave.engine.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The processes of containers, as the host sees them: those in some name spaces of process ids.
 *
 * @param namespaces the name spaces
 */
public record HostProcesses(Set<String> namespaces) {

    /** Returns all processes in the containers of those whose command line holds a text now; this JVM's own name space is none. */
    public static HostProcesses beside(String text) {
        String ours = namespace(ProcessHandle.current().pid());
        return new HostProcesses(all().filter(pid -> read(pid, "cmdline").contains(text))
                .mapToObj(HostProcesses::namespace)
                .filter(namespace -> !namespace.equals(ours) && !namespace.isEmpty())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Returns how many processes there are whose command line holds a text. */
    public static long count(String text) {
        return all().filter(pid -> read(pid, "cmdline").contains(text)).count();
    }

    /** Returns how many of these processes there are now. */
    public long count() {
        return all().filter(pid -> namespaces.contains(namespace(pid))).count();
    }

    private static LongStream all() {
        return ProcessHandle.allProcesses().mapToLong(ProcessHandle::pid);
    }

    /** Empty when it has just ended. */
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Empty when it has just ended, also when its parent has not noticed. */
    private static String namespace(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "ns", "pid"))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }
}
