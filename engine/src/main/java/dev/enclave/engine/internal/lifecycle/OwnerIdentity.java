package dev.enclave.engine.internal.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Which process made a sandbox, so that another one can tell whether it still lives. A process id means something only within one boot
 * of one host and one pid namespace; the start time guards against its reuse.
 *
 * @param host boot and pid namespace
 * @param pid the process id
 * @param startTicks when the process started, in clock ticks after the boot; 0 when the system does not tell. Not as a time of day: that of
 *     one and the same process changes when the clock is set
 */
record OwnerIdentity(String host, long pid, long startTicks) {

    /** Field 22 of proc(5)'s stat, counted from the one after the name. */
    private static final int START_TIME_AFTER_NAME = 19;

    /** The identity of this process. Reads files: not for event loops. */
    static OwnerIdentity ofThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new OwnerIdentity(thisHost(), self.pid(), startOf(self.pid()));
    }

    private static String thisHost() {
        try {
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            String namespace =
                    Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return boot + "." + namespace.replaceAll("\\D", "");
        } catch (IOException | UnsupportedOperationException e) {
            // Not Linux: the processes of this host cannot be told from those of another, so none is ever taken for
            // dead.
            return "unknown-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        }
    }

    private static long startOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            // The second field is the program's name in parentheses, which may hold anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
            return Long.parseLong(fields[START_TIME_AFTER_NAME]);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    String toLabel() {
        return host + "/" + pid + "/" + startTicks;
    }

    static Optional<OwnerIdentity> fromLabel(String label) {
        String[] parts = label.split("/", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            OwnerIdentity read = new OwnerIdentity(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
            return read.pid > 0 && read.startTicks >= 0 ? Optional.of(read) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether that process is surely dead, as seen from this one. Reads files: not for event loops. */
    boolean isDeadAsSeenBy(OwnerIdentity observer) {
        if (!Objects.equals(host, observer.host)) {
            return false;
        }
        if (ProcessHandle.of(pid).isEmpty()) {
            return true;
        }
        long start = startOf(pid);
        return startTicks != 0 && start != 0 && start != startTicks;
    }
}
