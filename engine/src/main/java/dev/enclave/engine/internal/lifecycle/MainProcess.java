package dev.enclave.engine.internal.lifecycle;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program that runs as a sandbox's main process: prepares the working directory, says that it is ready, and waits for the end of the
 * lease, or of a detached sandbox's time.
 *
 * <p>On the lease it answers each line with that line and the kernel's count of processes killed for want of memory. Only what a POSIX
 * shell has built in is used, so that nothing is forked.
 */
final class MainProcess {

    /** Sets {@code kills} from the files of cgroup v2 or v1; empty where neither can be read. */
    private static final String COUNT_KILLS = """
            kills=
            for file in /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control; do
              if [ -r "$file" ]; then
                while read -r name value; do
                  if [ "$name" = oom_kill ]; then kills=$value; fi
                done <"$file"
              fi
            done
            """;

    private static final String SCRIPT = """
            trap 'exit 0' TERM INT
            if [ -n "$1" ]; then mkdir -p -- "$1" || exit 1; fi
            if [ -n "$2" ]; then chown -- "$2" "$1" || exit 1; fi
            echo %s
            if [ -n "$3" ]; then exec sleep "$3" </dev/null >/dev/null 2>&1; fi
            while read -r question; do
            %s
            echo "%s $question $kills"
            done
            """.formatted(Lease.READY, COUNT_KILLS, Lease.KILLS);

    private MainProcess() {}

    /**
     * The entrypoint.
     *
     * @param directory the directory to make; empty for none
     * @param owner the user whom it is given to; empty to leave it as it is
     * @param timeToLive how long a detached sandbox lives; null for one that lives as long as its lease
     */
    static List<String> entrypoint(String directory, String owner, @Nullable Duration timeToLive) {
        String seconds = timeToLive == null ? "" : Long.toString(Math.max(1, timeToLive.toSeconds()));
        return List.of("/bin/sh", "-c", SCRIPT, "enclave", directory, owner, seconds);
    }
}
