package dev.enclave.engine.internal.process;

import java.util.List;

/**
 * The program that tells which processes of a container were put into it and carry no command's marker: those that have replaced their
 * environment, or that somebody else has started. Its parent is outside, which shows as 0. Built-ins only, see {@link TreeKillScript}.
 * Prints a line for each: its number and its start time.
 */
final class StrangerScript {

    private static final String SCRIPT = """
            for directory in /proc/[0-9]*; do
              pid=${directory#/proc/}
              [ "$pid" = "$$" ] || [ "$pid" = 1 ] && continue
              { IFS= read -r stat <"$directory/stat"; } 2>/dev/null || continue
              case $stat in *'(runc:'*) continue ;; esac # is about to become a program
              set -- ${stat##*) }
              [ "$2" = 0 ] || continue
              case $1 in Z | X) continue ;; esac
              process=$pid:${20}
              found=
              {
                while IFS= read -r line || [ -n "$line" ]; do
                  case $line in *ENCLAVE_COMMAND=*) found=1; break ;; esac
                done <"$directory/environ"
              } 2>/dev/null
              [ -n "$found" ] || echo "$process"
            done
            """;

    private StrangerScript() {}

    static List<String> commandLine() {
        return List.of("/bin/sh", "-c", SCRIPT, "enclave-strangers");
    }
}
