package dev.enclave.engine.internal.process;

import dev.enclave.engine.ExecResult;
import dev.enclave.engine.OutputChunk;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Gathers the beginning of a command's output, and its end. Not thread-safe; one per command. */
final class OutputCollector {

    private final Capture stdout;
    private final Capture stderr;
    private OutputChunk.@Nullable End end;

    OutputCollector(int limit) {
        this.stdout = new Capture(limit);
        this.stderr = new Capture(limit);
    }

    OutputCollector add(OutputChunk chunk) {
        if (chunk instanceof OutputChunk.Data data) {
            (data.source() == OutputChunk.Source.STDERR ? stderr : stdout).add(data.bytes());
        } else if (chunk instanceof OutputChunk.End ended) {
            end = ended;
        }
        return this;
    }

    ExecResult result() {
        if (end == null) {
            throw new IllegalStateException("the output ended without saying how the command did");
        }
        return new ExecResult(end, stdout.captured(end.outputLost()), stderr.captured(end.outputLost()));
    }

    private static final class Capture {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final int limit;
        private boolean truncated;

        Capture(int limit) {
            this.limit = limit;
        }

        void add(byte[] bytes) {
            int length = Math.min(bytes.length, limit - kept.size());
            kept.write(bytes, 0, length);
            truncated |= length < bytes.length;
        }

        ExecResult.Captured captured(boolean lost) {
            return new ExecResult.Captured(kept.toByteArray(), truncated || lost);
        }
    }
}
