package dev.enclave.docker.containers;

import org.jspecify.annotations.Nullable;

/**
 * What an attach connects.
 *
 * @param stdin whether standard input is connected. The container sees its end, by
 *     {@link dev.enclave.docker.stream.DuplexStream#endInput()}, only if it was created with {@code stdinOnce}; otherwise that ends this
 *     stream's output
 * @param stdout whether standard output is
 * @param stderr whether standard error is
 * @param logs whether what was logged before is sent first
 * @param tty whether the container was created with a terminal; it must be known, as engines before API 1.42 do not tell
 * @param detachKeys keys that close the connection when they are typed at a terminal, for example {@code ctrl-p,ctrl-q}; null for the
 *     engine's, which are those
 */
public record AttachOptions(
        boolean stdin,
        boolean stdout,
        boolean stderr,
        boolean logs,
        boolean tty,
        @Nullable String detachKeys) {

    /** All three streams of a container without a terminal. */
    public static final AttachOptions ALL = new AttachOptions(true, true, true, false, false, null);

    /** Standard output and error of a container without a terminal. */
    public static final AttachOptions OUTPUT = new AttachOptions(false, true, true, false, false, null);

    /**
     * Returns a copy for a container with or without a terminal.
     *
     * @param value whether the container was created with a terminal
     * @return the changed copy
     */
    public AttachOptions withTty(boolean value) {
        return new AttachOptions(stdin, stdout, stderr, logs, value, detachKeys);
    }

    /**
     * Returns a copy with other keys that close the connection.
     *
     * @param keys letters, or {@code ctrl-} and a letter, with commas between them
     * @return the changed copy
     */
    public AttachOptions withDetachKeys(String keys) {
        return new AttachOptions(stdin, stdout, stderr, logs, tty, keys);
    }
}
