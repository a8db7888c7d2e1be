package dev.enclave.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/** A finished command: how it ended, and what it printed up to its output limit. */
public final class ExecResult {

    private final OutputChunk.End end;
    private final Captured stdout;
    private final Captured stderr;

    /**
     * Creates a result.
     *
     * @param end how the command ended
     * @param stdout what was kept of standard output
     * @param stderr what was kept of standard error
     */
    public ExecResult(OutputChunk.End end, Captured stdout, Captured stderr) {
        this.end = Objects.requireNonNull(end, "end");
        this.stdout = Objects.requireNonNull(stdout, "stdout");
        this.stderr = Objects.requireNonNull(stderr, "stderr");
    }

    /** {@return how the command ended} */
    public ExecStatus status() {
        return end.status();
    }

    /** {@return whether it exited with code 0} */
    public boolean isSuccess() {
        return end.status() == ExecStatus.SUCCESS;
    }

    /** {@return the exit code; empty when the command was ended by a timeout or a cancellation} */
    public OptionalInt exitCode() {
        return end.exitCode();
    }

    /** {@return whether the kernel killed a process of the sandbox because the memory limit was reached} */
    public boolean outOfMemory() {
        return end.outOfMemory();
    }

    /** {@return how long the command ran, from its start to its end} */
    public Duration duration() {
        return end.duration();
    }

    /** {@return standard output as UTF-8; what is not UTF-8 becomes U+FFFD} */
    public String stdout() {
        return stdout.text();
    }

    /** {@return standard error as UTF-8; what is not UTF-8 becomes U+FFFD} */
    public String stderr() {
        return stderr.text();
    }

    /** {@return the bytes of standard output; not copied, do not change them} */
    public byte[] stdoutBytes() {
        return stdout.bytes;
    }

    /** {@return the bytes of standard error; not copied, do not change them} */
    public byte[] stderrBytes() {
        return stderr.bytes;
    }

    /** {@return whether standard output was longer than the output limit: its beginning was kept} */
    public boolean stdoutTruncated() {
        return stdout.truncated;
    }

    /** {@return whether standard error was longer than the output limit: its beginning was kept} */
    public boolean stderrTruncated() {
        return stderr.truncated;
    }

    @Override
    public String toString() {
        String code = end.code() == null ? "" : " " + end.code();
        String memory = end.outOfMemory() ? ", out of memory" : "";
        return "ExecResult[" + status() + code + memory + ", stdout " + stdout + ", stderr " + stderr + "]";
    }

    /** What was kept of one stream. */
    public static final class Captured {

        private final byte[] bytes;
        private final boolean truncated;

        /**
         * Creates a capture.
         *
         * @param bytes the beginning of the stream; not copied
         * @param truncated whether there was more
         */
        public Captured(byte[] bytes, boolean truncated) {
            this.bytes = Objects.requireNonNull(bytes, "bytes");
            this.truncated = truncated;
        }

        private String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return bytes.length + " bytes" + (truncated ? " (truncated)" : "");
        }
    }
}
