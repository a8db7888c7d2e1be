package dev.enclave.engine.internal.process;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.exec.ExecConfig;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * One ending of a command's process tree through the exec API: keeps a {@link TreeKillScript} running in the sandbox and tells it what
 * to send, until it has twice found nothing left (once could be a process caught between two programs).
 */
final class TreeKill {

    private static final Duration CHECK_PAUSE = Duration.ofMillis(50);
    private static final Duration KILL_PAUSE = Duration.ofMillis(20);
    private static final Duration GIVE_UP_AFTER_KILL = Duration.ofSeconds(10);
    private static final int ZEROS_NEEDED = 2;

    private final DockerClient client;
    private final String container;
    private final @Nullable String user;
    private final String marker;
    private final Duration grace;
    private final Scheduler scheduler;

    private final StringBuilder partialLine = new StringBuilder();
    private long termSentAt;
    private int zeros;

    TreeKill(
            DockerClient client,
            String container,
            @Nullable String user,
            String marker,
            Duration grace,
            Scheduler scheduler) {
        this.client = client;
        this.container = container;
        this.user = user;
        this.marker = marker;
        this.grace = grace;
        this.scheduler = scheduler;
    }

    /** Completes when nothing of the tree is left; signals {@link IllegalStateException} when that could not be achieved or known. */
    Mono<Void> run() {
        ExecConfig.Builder exec = ExecConfig.builder(TreeKillScript.commandLine(marker))
                .attachStdin(true)
                .attachStdout(true)
                .attachStderr(true);
        if (user != null) {
            exec.user(user);
        }
        return Mono.usingWhen(
                client.execs()
                        .create(container, exec.build())
                        .flatMap(id -> client.execs().start(id, false)),
                this::converse,
                DuplexStream::close);
    }

    private Mono<Void> converse(DuplexStream stream) {
        termSentAt = scheduler.now(TimeUnit.MILLISECONDS);
        StringBuilder complaints = new StringBuilder();
        return send(stream, grace.isZero() ? "KILL" : "TERM")
                .thenMany(stream.output())
                .concatMapIterable(frame -> toCounts(frame, complaints), 1)
                .concatMap(count -> answer(stream, count), 1)
                .takeUntil(finished -> finished)
                .last(false)
                .flatMap(finished -> finished
                        ? Mono.empty()
                        : Mono.error(new IllegalStateException("the process tree cannot be ended from inside: "
                                + complaints.toString().strip())));
    }

    private List<Integer> toCounts(StreamFrame frame, StringBuilder complaints) {
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
    private Mono<Boolean> answer(DuplexStream stream, int count) {
        zeros = count == 0 ? zeros + 1 : 0;
        if (zeros == ZEROS_NEEDED) {
            return Mono.just(true);
        }
        Duration elapsed = Duration.ofMillis(scheduler.now(TimeUnit.MILLISECONDS) - termSentAt);
        if (elapsed.compareTo(grace.plus(GIVE_UP_AFTER_KILL)) > 0) {
            return Mono.error(new IllegalStateException(count + " processes are left after " + elapsed));
        }
        boolean killNow = elapsed.compareTo(grace) >= 0;
        Duration pause = count == 0 ? Duration.ZERO : killNow ? KILL_PAUSE : shorter(CHECK_PAUSE, grace.minus(elapsed));
        return Mono.delay(pause, scheduler)
                .then(Mono.defer(() -> send(stream, killNow ? "KILL" : "0")))
                .thenReturn(false);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Mono<Void> send(DuplexStream stream, String signal) {
        return stream.write(Flux.just((signal + "\n").getBytes(StandardCharsets.US_ASCII)));
    }
}
