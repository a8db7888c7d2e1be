package dev.enclave.engine.internal.process;

import dev.enclave.engine.CapturedOutput;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.OutputLimit;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Gathers a command's output, up to its limit, and its end. Not thread-safe; one per command. */
final class OutputCollector {

    private final Capture stdout;
    private final Capture stderr;
    private OutputChunk.@Nullable End end;

    OutputCollector(OutputLimit limit) {
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

    /** The beginning of a stream, then the latest of what follows. */
    private static final class Capture {
        private final ByteArrayOutputStream head = new ByteArrayOutputStream();
        private final int headLimit;
        private final TailBuffer tail;

        Capture(OutputLimit limit) {
            this.headLimit = limit.headBytes();
            this.tail = new TailBuffer(limit.tailBytes());
        }

        void add(byte[] bytes) {
            int first = Math.min(bytes.length, headLimit - head.size());
            head.write(bytes, 0, first);
            tail.add(bytes, first);
        }

        CapturedOutput captured(boolean lost) {
            return new CapturedOutput(head.toByteArray(), tail.toByteArray(), tail.dropped(), lost);
        }
    }
}
