package dev.enclave.docker.containers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a container's log is read.
 *
 * @param follow whether to go on until the container ends; default no
 * @param stdout whether standard output is read; default yes
 * @param stderr whether standard error is read; default yes
 * @param timestamps whether each line begins with its time; default no
 * @param tail how many last lines are read; null (the default) for all
 * @param since only what was logged from this time on; null for no limit
 * @param until only what was logged before this time; null for no limit
 * @param tty whether the container was created with a terminal; it must be known, as engines before API 1.42 do not tell
 */
public record LogOptions(
        boolean follow,
        boolean stdout,
        boolean stderr,
        boolean timestamps,
        @Nullable Integer tail,
        @Nullable Instant since,
        @Nullable Instant until,
        boolean tty) {

    /** Everything so far, of a container without a terminal. */
    public static final LogOptions DEFAULTS = new LogOptions(false, true, true, false, null, null, null, false);

    /** Checks that something is read. */
    public LogOptions {
        if (!stdout && !stderr) {
            throw new IllegalArgumentException("a log without stdout and stderr is empty");
        }
        if (tail != null && tail < 0) {
            throw new IllegalArgumentException("tail must be 0 or more: " + tail);
        }
    }

    /** {@return a copy that goes on until the container ends} */
    public LogOptions following() {
        return new LogOptions(true, stdout, stderr, timestamps, tail, since, until, tty);
    }

    /**
     * Returns a copy that reads the last lines only.
     *
     * @param lines how many
     * @return the changed copy
     */
    public LogOptions withTail(int lines) {
        return new LogOptions(follow, stdout, stderr, timestamps, lines, since, until, tty);
    }

    /**
     * Returns a copy for a container with or without a terminal.
     *
     * @param value whether the container was created with a terminal
     * @return the changed copy
     */
    public LogOptions withTty(boolean value) {
        return new LogOptions(follow, stdout, stderr, timestamps, tail, since, until, value);
    }

    /** {@return a copy in which each line begins with its time} */
    public LogOptions withTimestamps() {
        return new LogOptions(follow, stdout, stderr, true, tail, since, until, tty);
    }

    /**
     * Returns a copy that reads a span of time only.
     *
     * @param from from when on; null for the beginning
     * @param to to when; null for no end
     * @return the changed copy
     */
    public LogOptions between(@Nullable Instant from, @Nullable Instant to) {
        return new LogOptions(follow, stdout, stderr, timestamps, tail, from, to, tty);
    }
}
