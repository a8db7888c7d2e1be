package dev.enclave.engine.internal.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Which process made a sandbox, so that another one can tell whether it still lives. A process id means something only within one boot
 * of one host and one pid namespace; the start time guards against its reuse.
 *
 * @param host boot and pid namespace
 * @param pid the process id
 * @param startMillis when the process started, in milliseconds since 1970; 0 when the system does not tell
 */
record OwnerIdentity(String host, long pid, long startMillis) {

    /** The identity of this process. Reads files: not for event loops. */
    static OwnerIdentity ofThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new OwnerIdentity(thisHost(), self.pid(), startOf(self));
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

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    String toLabel() {
        return host + "/" + pid + "/" + startMillis;
    }

    static Optional<OwnerIdentity> fromLabel(String label) {
        String[] parts = label.split("/", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new OwnerIdentity(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether that process is surely dead, as seen from this one. */
    boolean isDeadAsSeenBy(OwnerIdentity observer) {
        if (!Objects.equals(host, observer.host)) {
            return false;
        }
        return ProcessHandle.of(pid)
                .map(process -> startMillis != 0 && startOf(process) != startMillis)
                .orElse(true);
    }
}
