package dev.enclave.engine.internal.process;

import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.OutputChunk.Source;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** How large a piece grows that is joined of smaller ones, unless the bound is small. */
    private static final int MOST_JOINED = 4096;

    private static final int LEAST_PIECE = 128;
    private static final int LARGEST_PIECE = 64 * 1024;
    private static final int PIECES = 8;

    private final int bound;
    private final int joined;

    // All that follows is guarded by the list.
    private final List<@Nullable Piece> pieces = new ArrayList<>();
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
        this.joined = Math.min(MOST_JOINED, longestPiece(bound));
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
        Piece last = first < pieces.size() ? pieces.get(pieces.size() - 1) : null;
        if (last != null && last.takes(data)) {
            size += last.add(data);
        } else {
            Piece piece = new Piece(data.source());
            pieces.add(piece);
            size += COST_OF_PIECE + piece.add(data);
        }
        while (size > bound && first < pieces.size()) {
            Piece oldest = Objects.requireNonNull(pieces.set(first, null));
            first++;
            size -= COST_OF_PIECE + oldest.length();
            dropped.merge(oldest.source, (long) oldest.length(), Long::sum);
        }
        if (first > pieces.size() / 2) {
            pieces.subList(0, first).clear();
            left += first;
            first = 0;
        }
    }

    /** Output of one source. Small pieces are joined, so that lines that are written one by one do not cost more than they are. */
    private final class Piece {
        private final Source source;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final StringBuilder text = new StringBuilder();

        Piece(Source source) {
            this.source = source;
        }

        boolean takes(OutputChunk.Data data) {
            return data.source() == source && bytes.size() + data.bytes().length <= joined;
        }

        int add(OutputChunk.Data data) {
            bytes.writeBytes(data.bytes());
            text.append(data.text());
            return data.bytes().length;
        }

        int length() {
            return bytes.size();
        }

        OutputChunk.Data from(int byteIndex, int textIndex) {
            byte[] all = bytes.toByteArray();
            return new OutputChunk.Data(
                    source, Arrays.copyOfRange(all, byteIndex, all.length), text.substring(textIndex));
        }
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
        private int bytesRead;
        private int textRead;

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
                moveTo(oldest);
                for (Source source : Source.values()) {
                    noteGap(source);
                }
            }
            if (!gaps.isEmpty()) {
                return gaps.poll();
            }
            while (position < left + pieces.size()) {
                Piece piece = Objects.requireNonNull(pieces.get((int) (position - left)));
                if (bytesRead < piece.length() || textRead < piece.text.length()) {
                    return restOf(piece);
                }
                if (position + 1 == left + pieces.size()) {
                    return end; // the piece may still grow
                }
                moveTo(position + 1);
            }
            return end;
        }

        private void moveTo(long piece) {
            position = piece;
            bytesRead = 0;
            textRead = 0;
        }

        private OutputChunk restOf(Piece piece) {
            OutputChunk.Data rest = piece.from(bytesRead, textRead);
            bytesRead = piece.length();
            textRead = piece.text.length();
            passed.merge(piece.source, (long) rest.bytes().length, Long::sum);
            return rest;
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
