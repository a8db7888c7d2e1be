package dev.enclave.engine.internal.process;

import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.OutputChunk.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.SynchronousSink;

/**
 * The latest output of a background process, for any number of subscribers. Each has a position of its own in it; one that has fallen
 * behind what is kept is told how much it has missed. Subscribers hold nothing up, and keep nothing alive.
 */
final class RetainedOutput {

    /** What a piece costs besides its bytes. */
    private static final int COST_OF_PIECE = 64;

    private static final int LEAST_PIECE = 128;
    private static final int LARGEST_PIECE = 64 * 1024;
    private static final int PIECES = 8;

    private final int bound;

    // All that follows is guarded by the list.
    private final List<OutputChunk.@Nullable Data> pieces = new ArrayList<>();
    /** The pieces before this one in the list are gone; they leave it together, now and then. */
    private int first;
    /** How many pieces had gone when they last left the list. */
    private long left;

    private final Map<Source, Long> dropped = new EnumMap<>(Source.class);
    private long size;
    private OutputChunk.@Nullable End end;
    private @Nullable Throwable error;

    /** Says that there is news. Who is late hears of the latest only, and finds all that there is. */
    private final Sinks.Many<Boolean> news = Sinks.many().replay().latest();

    RetainedOutput(int bound) {
        this.bound = bound;
    }

    /** How large the pieces may be, so that a good part of the bound is always used. */
    static int longestPiece(int bound) {
        return Math.max(LEAST_PIECE, Math.min(LARGEST_PIECE, bound / PIECES));
    }

    /** Reads a process's output to its end. */
    Mono<Void> readAll(Flux<OutputChunk> output) {
        return output.doOnNext(this::add)
                .doOnError(this::fail)
                .onErrorComplete()
                .then();
    }

    private void add(OutputChunk chunk) {
        synchronized (pieces) {
            if (chunk instanceof OutputChunk.Data data) {
                keep(data);
            } else if (chunk instanceof OutputChunk.End ended) {
                end = ended;
            }
        }
        news.tryEmitNext(true);
    }

    private void fail(Throwable cause) {
        synchronized (pieces) {
            error = cause;
        }
        news.tryEmitNext(true);
    }

    private void keep(OutputChunk.Data data) {
        pieces.add(data);
        size += cost(data);
        while (size > bound) {
            OutputChunk.Data oldest = Objects.requireNonNull(pieces.set(first, null));
            first++;
            size -= cost(oldest);
            count(dropped, oldest);
        }
        if (first > pieces.size() / 2) {
            pieces.subList(0, first).clear();
            left += first;
            first = 0;
        }
    }

    private static void count(Map<Source, Long> bytes, OutputChunk.Data data) {
        bytes.merge(data.source(), (long) data.bytes().length, Long::sum);
    }

    private static long cost(OutputChunk.Data data) {
        return (long) data.bytes().length + COST_OF_PIECE;
    }

    /** What is kept, and then what follows. */
    Flux<OutputChunk> chunks() {
        return Flux.defer(() -> {
            Reader reader = new Reader();
            return news.asFlux()
                    .onBackpressureLatest()
                    .concatMap(fresh -> Flux.generate(reader::emit), 1)
                    .takeUntil(OutputChunk.End.class::isInstance);
        });
    }

    /** One subscriber's position. Its signals are serialised, the list is shared. */
    private final class Reader {
        private final Map<Source, Long> passed = new EnumMap<>(Source.class);
        private final Queue<OutputChunk> gaps = new ArrayDeque<>();
        private long position;

        /** Emits what comes next; completes when that has not been printed yet. */
        void emit(SynchronousSink<OutputChunk> sink) {
            OutputChunk next;
            Throwable failure;
            synchronized (pieces) {
                next = next();
                failure = error;
            }
            if (next != null) {
                sink.next(next);
            } else if (failure != null) {
                sink.error(failure);
            } else {
                sink.complete();
            }
        }

        private @Nullable OutputChunk next() {
            long oldest = left + first;
            if (position < oldest) {
                position = oldest;
                for (Source source : Source.values()) {
                    noteGap(source);
                }
            }
            if (!gaps.isEmpty()) {
                return gaps.poll();
            }
            int index = (int) (position - left);
            if (index == pieces.size()) {
                return end;
            }
            OutputChunk.Data data = Objects.requireNonNull(pieces.get(index));
            position++;
            count(passed, data);
            return data;
        }

        private void noteGap(Source source) {
            long missing = dropped.getOrDefault(source, 0L) - passed.getOrDefault(source, 0L);
            if (missing > 0) {
                gaps.add(new OutputChunk.Gap(source, missing));
                passed.merge(source, missing, Long::sum);
            }
        }
    }
}
