package dev.enclave.engine.internal.lifecycle;

import java.util.List;

/**
 * The program that runs as a sandbox's main process: prepares the working directory, says that it is ready, and waits for the end of the
 * lease, or for ever when the sandbox is detached.
 */
final class MainProcess {

    private static final String SCRIPT = """
            trap 'exit 0' TERM INT
            if [ -n "$1" ]; then mkdir -p -- "$1" || exit 1; fi
            if [ -n "$2" ]; then chown -- "$2" "$1" || exit 1; fi
            echo %s
            if [ "$3" = detached ]; then exec sleep 2147483647 </dev/null >/dev/null 2>&1; fi
            while read -r _; do :; done
            """.formatted(Lease.READY);

    private MainProcess() {}

    /**
     * The entrypoint.
     *
     * @param directory the directory to make; empty for none
     * @param owner the user whom it is given to; empty to leave it as it is
     * @param lifetime one of {@link Labels#EPHEMERAL} and {@link Labels#DETACHED}
     */
    static List<String> entrypoint(String directory, String owner, String lifetime) {
        return List.of("/bin/sh", "-c", SCRIPT, "enclave", directory, owner, lifetime);
    }
}
