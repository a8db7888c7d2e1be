package dev.enclave.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** A finished command: how it ended, and what it printed up to its output limit. */
public final class ExecResult {

    private final OutputChunk.End end;
    private final CapturedOutput stdout;
    private final CapturedOutput stderr;

    /**
     * Creates a result.
     *
     * @param end how the command ended
     * @param stdout what was kept of standard output
     * @param stderr what was kept of standard error
     */
    public ExecResult(OutputChunk.End end, CapturedOutput stdout, CapturedOutput stderr) {
        this.end = Objects.requireNonNull(end, "end");
        this.stdout = Objects.requireNonNull(stdout, "stdout");
        this.stderr = Objects.requireNonNull(stderr, "stderr");
    }

    /** {@return how the command ended} */
    public Outcome outcome() {
        return end.outcome();
    }

    /** {@return how the command ended, coarsely} */
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

    /** {@return CPU time and memory; empty where that cannot be told: through the exec API, and of commands that we ended} */
    public Optional<ResourceUsage> usage() {
        return Optional.ofNullable(end.usage());
    }

    /** {@return standard output as UTF-8; what is not UTF-8 becomes U+FFFD, and a line says where bytes are missing} */
    public String stdout() {
        return stdout.text();
    }

    /** {@return standard error as UTF-8; what is not UTF-8 becomes U+FFFD, and a line says where bytes are missing} */
    public String stderr() {
        return stderr.text();
    }

    /** {@return the bytes that were kept of standard output, without a marker; do not change them} */
    public byte[] stdoutBytes() {
        return stdout.bytes();
    }

    /** {@return the bytes that were kept of standard error, without a marker; do not change them} */
    public byte[] stderrBytes() {
        return stderr.bytes();
    }

    /** {@return whether standard output was longer than the output limit, or a part of it was lost} */
    public boolean stdoutTruncated() {
        return stdout.truncated();
    }

    /** {@return whether standard error was longer than the output limit, or a part of it was lost} */
    public boolean stderrTruncated() {
        return stderr.truncated();
    }

    /** {@return what was kept of standard output: beginning, end, and how much is missing} */
    public CapturedOutput stdoutCapture() {
        return stdout;
    }

    /** {@return what was kept of standard error: beginning, end, and how much is missing} */
    public CapturedOutput stderrCapture() {
        return stderr;
    }

    /** {@return how it ended, in words, such as {@code failed with exit code 1} or {@code killed: memory limit of 512 MiB reached}} */
    public String describe() {
        return end.outcome().describe();
    }

    @Override
    public String toString() {
        return "ExecResult[" + describe() + "; stdout " + stdout + ", stderr " + stderr + "]";
    }
}
