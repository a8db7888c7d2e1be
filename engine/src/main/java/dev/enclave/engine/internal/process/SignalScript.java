package dev.enclave.engine.internal.process;

import java.util.List;

/**
 * The program that sends a signal to a command's own process, or to the process group in the foreground of its terminal. Like {@link
 * TreeKillScript} it uses what a POSIX shell has built in, and nothing else.
 *
 * <p>The own process is the one that carries the command's marker and has its parent outside of the container (which shows as 0). One
 * that has replaced its environment cannot be found. Prints {@code sent}, {@code none}, or what is wrong.
 */
final class SignalScript {

    static final String SENT = "sent";
    static final String NONE = "none";

    private static final String SCRIPT = """
            marker="ENCLAVE_COMMAND=$1" signal=$2 terminal=$3
            for directory in /proc/[0-9]*; do
              pid=${directory#/proc/}
              [ "$pid" = "$$" ] && continue
              { IFS= read -r stat <"$directory/stat"; } 2>/dev/null || continue
              set -- ${stat##*) }
              [ "$2" = 0 ] || continue
              case $1 in Z | X) continue ;; esac
              group=$6
              found=
              {
                while IFS= read -r line || [ -n "$line" ]; do
                  case $line in *"$marker"*) found=1; break ;; esac
                done <"$directory/environ"
              } 2>/dev/null
              [ -n "$found" ] || continue
              if [ "$terminal" = 1 ] && [ "$group" -gt 0 ]; then
                kill "-$signal" "-$group" 2>&1 && echo sent
              else
                kill "-$signal" "$pid" 2>&1 && echo sent
              fi
              exit 0
            done
            echo none
            """;

    private SignalScript() {}

    /** The command line that signals one command. */
    static List<String> commandLine(String marker, int signal, boolean terminal) {
        return List.of("/bin/sh", "-c", SCRIPT, "enclave-signal", marker, String.valueOf(signal), terminal ? "1" : "0");
    }
}
