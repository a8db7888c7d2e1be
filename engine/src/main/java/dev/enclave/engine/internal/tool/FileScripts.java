package dev.enclave.engine.internal.tool;

/**
 * What the file operations run in a sandbox, as its user. $1 is always the path, which begins with {@code /} or {@code ./}, so that it is
 * no option to any program.
 */
final class FileScripts {

    static final int NOT_FOUND = 64;
    static final int IS_DIRECTORY = 65;
    static final int NOT_A_FILE = 66;
    static final int IS_ROOT = 67;
    static final int TOO_LARGE = 68;

    private static final String NAME = "file_operation";

    /** $2 is how much is read at most. Prints the content; or, when there is more, only its size if that is known. */
    static final Script READ = new Script(NAME, """
            [ ! -d "$1" ] || exit 65
            [ -e "$1" ] || exit 64
            if [ -p "$1" ] || [ -S "$1" ]; then exit 66; fi
            size=$(stat -L -c %s "$1" 2>/dev/null)
            if [ "${size:-0}" -gt "$2" ]; then
              echo "$size"
              exit 68
            fi
            head -c "$(($2 + 1))" "$1"
            """);

    /**
     * $2 and $3 are two places for a temporary file, of which the first is beside the file, and $4 is the length of the content. Replaces
     * the file at once where that leaves its owner, mode and links as they were; otherwise writes into it.
     */
    static final Script WRITE = new Script(NAME, """
            [ ! -d "$1" ] || exit 65
            mkdir -p "${1%/*}/" || exit 1
            fresh() { (umask 077; set -C; : >"$1"); }
            if fresh "$2" 2>/dev/null; then new=$2; else fresh "$3" || exit 1; new=$3; fi
            trap 'rm -f "$new"' EXIT
            trap 'exit 143' TERM
            cat >"$new" || exit 1
            if [ "$(wc -c <"$new")" -ne "$4" ]; then
              echo 'the content did not arrive completely, nothing was written' >&2
              exit 1
            fi
            like_new() {
              [ ! -e "$1" ] && [ ! -L "$1" ] && chmod =rw "$new"
            }
            like_old() {
              [ -f "$1" ] && [ ! -L "$1" ] && [ -w "$1" ] || return 1
              [ "$(stat -c %h "$1")" = 1 ] || return 1
              chown "$(stat -c %u:%g "$1")" "$new" && chmod "$(stat -c %a "$1")" "$new"
            }
            if [ "$new" = "$2" ] && { like_new "$1" || like_old "$1"; } 2>/dev/null; then
              mv -f "$new" "$1" 2>/dev/null && exit
            fi
            cat "$new" >"$1"
            """);

    /** Says whether there was something. Links are deleted, not followed. */
    static final Script DELETE = new Script(NAME, """
            if [ ! -L "$1" ] && [ "$1" -ef / ]; then exit 67; fi
            if [ ! -e "$1" ] && [ ! -L "$1" ]; then echo absent; exit; fi
            rm -rf "$1" && echo deleted
            """);

    /** Prints what {@link FileListing} reads. */
    static final Script LIST = new Script(NAME, """
            if [ ! -e "$1" ] && [ ! -L "$1" ]; then exit 64; fi
            if [ -d "$1" ]; then
              ls -la "${1%/}/"
              code=$?
              printf '\\000'
              cd "$1" 2>/dev/null && find . ! -name . -prune -exec stat -c '%f/%s/%Y/%n' {} + 2>/dev/null
            else
              ls -la "$1"
              code=$?
              printf '\\000'
              cd "${1%/*}/" 2>/dev/null && stat -c '%f/%s/%Y/%n' "./${1##*/}" 2>/dev/null
            fi
            exit "$code"
            """);

    /** Prints the type of what is there. */
    static final Script EXISTS = new Script(NAME, """
            [ -e "$1" ] || exit 64
            if [ -d "$1" ]; then echo directory; elif [ -f "$1" ]; then echo file; else echo other; fi
            """);

    private FileScripts() {}
}
