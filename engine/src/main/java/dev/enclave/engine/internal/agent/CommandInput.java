package dev.enclave.engine.internal.agent;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The standard input of one command: sent as the agent grants credit, which it does as the command reads. */
final class CommandInput {

    /** What may be sent before the first credit, by the protocol. */
    private static final int INITIAL_CREDIT = 64 * 1024;

    private static final byte[] NOTHING = {};

    private final AgentCommand command;
    private final InputCredit credit = new InputCredit(INITIAL_CREDIT);
    private final Sinks.Empty<Void> closed = Sinks.empty();
    /** Read and written only as frames are sent, one after the other: what came behind the end would break the protocol. */
    private boolean endSent;

    CommandInput(AgentCommand command) {
        this.command = command;
    }

    void addCredit(long bytes) {
        credit.add(bytes);
    }

    /** The command no longer reads, or has gone. */
    void close() {
        closed.tryEmitEmpty();
    }

    /** Sends all chunks, each when the command has read what came before; completes early when it no longer reads. */
    Mono<Void> write(Publisher<byte[]> chunks) {
        return Flux.from(chunks).concatMap(this::writeChunk, 0).then().takeUntilOther(closed.asMono());
    }

    /** Ends the input; later calls do nothing. */
    Mono<Void> end() {
        return Mono.fromRunnable(() -> command.send(id -> {
            byte[] frame = endSent ? NOTHING : EngineFrames.stdinEnd(id);
            endSent = true;
            return frame;
        }));
    }

    private Mono<Void> writeChunk(byte[] chunk) {
        return Mono.defer(() -> {
            Rest rest = new Rest(chunk);
            return Mono.defer(() -> writeSome(rest)).repeat(rest::isLeft).then();
        });
    }

    private Mono<Void> writeSome(Rest rest) {
        int length = credit.take(Math.min(rest.length(), FrameDecoder.LONGEST_PAYLOAD));
        if (length == 0 && rest.isLeft()) {
            return credit.awaitMore();
        }
        int offset = rest.take(length);
        if (length > 0) {
            command.send(id -> endSent ? NOTHING : EngineFrames.stdin(id, rest.bytes, offset, length));
        }
        return Mono.empty();
    }

    /** What is left of a chunk. */
    private static final class Rest {
        private final byte[] bytes;
        private int at;

        Rest(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean isLeft() {
            return at < bytes.length;
        }

        int length() {
            return bytes.length - at;
        }

        /** Takes so many and returns where they begin. */
        int take(int length) {
            int from = at;
            at += length;
            return from;
        }
    }
}
