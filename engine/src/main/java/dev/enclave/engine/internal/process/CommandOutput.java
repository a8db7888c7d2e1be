package dev.enclave.engine.internal.process;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.OutputChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The output of one command, decoded, for one subscriber; and what others need to know of its reading. */
final class CommandOutput {

    private final RunningCommand running;
    private final int longestPiece;
    private final Consumer<Throwable> whenBroken;
    private final OutputDecoder decoder = new OutputDecoder();
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final Sinks.Empty<Void> over = Sinks.empty();
    private final Sinks.Empty<Void> cut = Sinks.empty();
    private volatile boolean read;
    private volatile boolean terminated;
    private volatile boolean complete;

    /**
     * How output is read.
     *
     * @param expected whether somebody is about to subscribe
     * @param longestPiece the most bytes of a piece; longer ones are divided
     */
    record Reading(boolean expected, int longestPiece) {}

    /**
     * Creates it.
     *
     * @param reading how it is read
     * @param whenBroken told of an error, which subscribers get as the command's end
     */
    CommandOutput(RunningCommand running, Reading reading, Consumer<Throwable> whenBroken) {
        this.running = running;
        this.read = reading.expected();
        this.longestPiece = reading.longestPiece();
        this.whenBroken = whenBroken;
    }

    /** The output, and then the end, which has to come from elsewhere. */
    Flux<OutputChunk> chunks(Mono<OutputChunk.End> end) {
        return Flux.defer(() -> subscribed.compareAndSet(false, true)
                ? pieces().concatWith(end.map(this::withLoss))
                : Flux.error(new IllegalStateException("the output of a process can be subscribed once, unless it was "
                        + "started in the background")));
    }

    private Flux<OutputChunk> pieces() {
        read = true;
        Flux<OutputChunk> decoded = frames().map(decoder::decode)
                .doOnComplete(() -> complete = true)
                .doOnError(whenBroken)
                .doOnTerminate(this::end)
                .doOnCancel(this::end)
                .onErrorComplete();
        return decoded.takeUntilOther(cut.asMono()).concatWith(Flux.defer(() -> Flux.fromIterable(decoder.finish())));
    }

    private Flux<StreamFrame> frames() {
        return longestPiece == Integer.MAX_VALUE
                ? running.output()
                : running.output().concatMapIterable(this::divide, 1);
    }

    private List<StreamFrame> divide(StreamFrame frame) {
        byte[] bytes = frame.bytes();
        if (bytes.length <= longestPiece) {
            return List.of(frame);
        }
        List<StreamFrame> parts = new ArrayList<>();
        for (int start = 0; start < bytes.length; start += longestPiece) {
            int end = Math.min(bytes.length, start + longestPiece);
            parts.add(new StreamFrame(frame.source(), Arrays.copyOfRange(bytes, start, end)));
        }
        return parts;
    }

    private void end() {
        terminated = true;
        over.tryEmitEmpty();
    }

    private OutputChunk.End withLoss(OutputChunk.End end) {
        return new OutputChunk.End(end.outcome(), end.duration(), end.usage(), end.outputLost() || isIncomplete());
    }

    /** Completes when nothing more is read: it has ended, or its subscriber has gone. */
    Mono<Void> over() {
        return over.asMono();
    }

    /** Completes when nothing more is read; at once when nobody reads. */
    Mono<Void> endIfRead() {
        return Mono.defer(() -> read ? over.asMono() : Mono.empty());
    }

    /** Whether nothing more is read. */
    boolean isOver() {
        return terminated;
    }

    /** Whether a part of it was not read, by those who read it. */
    boolean isIncomplete() {
        return running.outputLost() || (read && !complete);
    }

    /** Ends the reading here: all processes have gone, and the rest has had its chance. */
    void cut() {
        cut.tryEmitEmpty();
    }
}
