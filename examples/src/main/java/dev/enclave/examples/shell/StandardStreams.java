package dev.enclave.examples.shell;

import dev.enclave.engine.OutputChunk;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** This process's standard streams: unbuffered, and on threads that may block. */
final class StandardStreams {

    /**
     * A thread of its own, as a read of a terminal or a pipe cannot be interrupted: after a cancellation a shared scheduler would take the
     * thread for idle, and queue other work behind the read.
     */
    private static final Scheduler INPUT = Schedulers.newSingle("enclave-shell-input", true);

    private static final int READ_SIZE = 8 * 1024;
    private static final int CHUNKS_AHEAD = 16;

    private StandardStreams() {}

    /** What comes in, as it comes in; reads only on demand. To be subscribed once: a read that waits when this is cancelled goes on waiting. */
    static Flux<byte[]> input() {
        InputStream in = new FileInputStream(FileDescriptor.in);
        return Flux.<byte[]>generate(sink -> {
                    byte[] buffer = new byte[READ_SIZE];
                    try {
                        int length = in.read(buffer);
                        if (length < 0) {
                            sink.complete();
                        } else {
                            sink.next(Arrays.copyOf(buffer, length));
                        }
                    } catch (IOException e) {
                        sink.error(new UncheckedIOException("cannot read standard input", e));
                    }
                })
                .subscribeOn(INPUT);
    }

    /** Writes output where it belongs. Emits the same chunks, after they were written. */
    static Flux<OutputChunk> show(Flux<OutputChunk> output) {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        return output.publishOn(Schedulers.boundedElastic(), CHUNKS_AHEAD).doOnNext(chunk -> {
            if (chunk instanceof OutputChunk.Data data) {
                write(data.source() == OutputChunk.Source.STDOUT ? out : err, data.bytes());
            }
        });
    }

    private static void write(OutputStream to, byte[] bytes) {
        try {
            to.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the output: " + e.getMessage(), e);
        }
    }
}
