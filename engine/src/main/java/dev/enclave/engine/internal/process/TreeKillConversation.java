package dev.enclave.engine.internal.process;

import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What is said to one running {@link TreeKillScript}: which signal to send to the tree, again and again, until it has twice found nothing
 * left (once could be a process caught between two programs). For one subscription.
 */
final class TreeKillConversation {

    private static final Duration CHECK_PAUSE = Duration.ofMillis(50);
    private static final Duration KILL_PAUSE = Duration.ofMillis(20);
    private static final int ZEROS_NEEDED = 2;

    private final DuplexStream stream;
    private final Duration grace;
    private final Scheduler scheduler;
    private final long begin;

    private final StringBuilder partialLine = new StringBuilder();
    private final StringBuilder complaints = new StringBuilder();
    private int zeros;

    TreeKillConversation(DuplexStream stream, Duration grace, Scheduler scheduler) {
        this.stream = stream;
        this.grace = grace;
        this.scheduler = scheduler;
        this.begin = scheduler.now(TimeUnit.MILLISECONDS);
    }

    /** Completes when nothing is left; signals {@link TreeKillFailedException} when the script ends before. */
    Mono<Void> run() {
        return send(grace.isZero() ? "KILL" : "TERM")
                .thenMany(stream.output())
                .concatMapIterable(this::toCounts, 1)
                .concatMap(this::answer, 1)
                .takeUntil(finished -> finished)
                .last(false)
                .flatMap(finished -> finished ? Mono.empty() : Mono.error(failure()));
    }

    private List<Integer> toCounts(StreamFrame frame) {
        if (frame.source() != StreamFrame.Source.STDOUT) {
            complaints.append(frame.text());
            return List.of();
        }
        partialLine.append(frame.text());
        List<Integer> counts = new ArrayList<>();
        int end;
        while ((end = partialLine.indexOf("\n")) >= 0) {
            String line = partialLine.substring(0, end).strip();
            partialLine.delete(0, end + 1);
            if (line.matches("\\d{1,9}")) {
                counts.add(Integer.valueOf(line));
            } else {
                // A program that cannot be run is reported on standard output.
                complaints.append(line);
            }
        }
        return counts;
    }

    /** Emits true when the tree is gone, false after the next instruction has been sent. */
    private Mono<Boolean> answer(int count) {
        zeros = count == 0 ? zeros + 1 : 0;
        if (zeros == ZEROS_NEEDED) {
            return Mono.just(true);
        }
        Duration elapsed = Duration.ofMillis(scheduler.now(TimeUnit.MILLISECONDS) - begin);
        boolean killNow = elapsed.compareTo(grace) >= 0;
        Duration pause = count == 0 ? Duration.ZERO : killNow ? KILL_PAUSE : shorter(CHECK_PAUSE, grace.minus(elapsed));
        return Mono.delay(pause, scheduler)
                .then(Mono.defer(() -> send(killNow ? "KILL" : "0")))
                .thenReturn(false);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Mono<Void> send(String signal) {
        return stream.write(Flux.just((signal + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private TreeKillFailedException failure() {
        return new TreeKillFailedException(complaints.toString().strip(), null);
    }
}
