package dev.enclave.engine.internal.process;

import java.util.List;

/**
 * The program that finds and signals a command's process tree from inside the sandbox. It reads a signal's name (or {@code 0} for none)
 * a line, sends it to every process of the tree, and prints how many there were.
 *
 * <p>A process belongs to the tree when its environment carries the command's marker, or when its parent belongs to it; once found it
 * stays known by id and start time, also when it loses its parent. Only what a POSIX shell has built in is used: no image needs more
 * tools for it, and it works when the limit of processes is reached and nothing can be forked. (The shells' {@code read} drops the NUL
 * characters between the variables, which does no harm here.)
 */
final class TreeKillScript {

    /** The environment variable that marks every process of a command. */
    static final String MARKER_VARIABLE = "ENCLAVE_COMMAND";

    /** What our own scripts carry: a marker of no command, so that they are not taken for what a command has left. */
    static final List<String> OURS = List.of(MARKER_VARIABLE + "=none");

    private static final String SCRIPT = """
            marker="ENCLAVE_COMMAND=$1"
            known=' '
            while IFS= read -r signal; do
              all=' '
              for directory in /proc/[0-9]*; do
                pid=${directory#/proc/}
                [ "$pid" = "$$" ] && continue
                { IFS= read -r stat <"$directory/stat"; } 2>/dev/null || continue
                set -- ${stat##*) }
                case $1 in Z | X) continue ;; esac
                process=$pid:${20}
                all="$all$process/$2 "
                case $known in *" $process "*) continue ;; esac
                {
                  while IFS= read -r line || [ -n "$line" ]; do
                    case $line in *"$marker"*) known="$known$process "; break ;; esac
                  done <"$directory/environ"
                } 2>/dev/null
              done
              more=1
              while [ -n "$more" ]; do
                more=
                for entry in $all; do
                  process=${entry%/*}
                  case $known in
                    *" $process "*) ;;
                    *" ${entry##*/}:"*) known="$known$process "; more=1 ;;
                  esac
                done
              done
              alive=' '
              count=0
              for entry in $all; do
                process=${entry%/*}
                case $known in
                  *" $process "*)
                    alive="$alive$process "
                    count=$((count + 1))
                    [ "$signal" = 0 ] || kill -s "$signal" "${process%%:*}" 2>/dev/null
                    ;;
                esac
              done
              known=$alive
              echo "$count"
            done
            """;

    private TreeKillScript() {}

    /** The command line that runs it for one marker. */
    static List<String> commandLine(String marker) {
        return List.of("/bin/sh", "-c", SCRIPT, "enclave-kill", marker);
    }
}
