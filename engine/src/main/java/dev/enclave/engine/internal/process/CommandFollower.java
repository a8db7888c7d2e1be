package dev.enclave.engine.internal.process;

import dev.enclave.engine.Command;
import dev.enclave.engine.ExecStatus;
import dev.enclave.engine.OutputChunk;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** Follows one running command: its output, then exactly one end. One per command and subscription. */
final class CommandFollower {

    /** How long the rest of the output may take once all processes have gone. */
    private static final Duration LAST_OUTPUT = Duration.ofMillis(500);

    private final Command command;
    private final RunningCommand running;
    private final BooleanSupplier removing;
    private final Scheduler scheduler;
    private final long startedAt;
    private final OutputDecoder decoder = new OutputDecoder();
    private final Sinks.Empty<Void> outputEnded = Sinks.empty();

    private volatile boolean expired;
    private volatile boolean outputComplete;
    private volatile boolean endEmitted;

    CommandFollower(Command command, RunningCommand running, BooleanSupplier removing, Scheduler scheduler) {
        this.command = command;
        this.running = running;
        this.removing = removing;
        this.scheduler = scheduler;
        this.startedAt = scheduler.now(TimeUnit.NANOSECONDS);
    }

    Flux<OutputChunk> chunks() {
        Flux<OutputChunk> untilEnd = Flux.concat(output(), Flux.defer(() -> Flux.fromIterable(decoder.finish())))
                .concatWith(Mono.defer(this::naturalEnd))
                .onErrorResume(e -> expired || removing.getAsBoolean(), e -> endedByUs());
        Duration timeout = command.timeout();
        // The end is noted behind takeUntilOther: one that comes at the very moment of the deadline may be dropped
        // there.
        return timeout == null
                ? untilEnd
                : untilEnd.takeUntilOther(deadline(timeout))
                        .doOnNext(chunk -> endEmitted |= chunk instanceof OutputChunk.End)
                        .concatWith(Mono.defer(this::endAfterDeadline));
    }

    private Flux<OutputChunk> output() {
        Flux<OutputChunk> decoded = running.output()
                .map(decoder::decode)
                .doOnComplete(() -> outputComplete = true)
                .doOnTerminate(outputEnded::tryEmitEmpty);
        Publisher<byte[]> stdin = command.stdin();
        // The feed's own end means nothing; its error fails the command, its cancellation comes with the end of the
        // output.
        return stdin == null
                ? decoded
                : decoded.takeUntilOther(running.feed(stdin).then(Mono.never()));
    }

    /** Emits when the time is over, all processes have gone, and the rest of the output has had its chance. */
    private Mono<Void> deadline(Duration timeout) {
        return Mono.delay(timeout, scheduler)
                .doOnNext(tick -> expired = true)
                .then(Mono.defer(() -> running.kill(command.grace())))
                .then(outputEnded.asMono().timeout(LAST_OUTPUT, Mono.empty(), scheduler));
    }

    /** Its stream broke because we ended it: closed, or gone with its processes. */
    private Mono<OutputChunk> endedByUs() {
        if (removing.getAsBoolean()) {
            return Mono.just(end(expired ? ExecStatus.TIMEOUT : ExecStatus.CANCELLED, null, false));
        }
        return running.kill(command.grace()).then(Mono.fromSupplier(() -> end(ExecStatus.TIMEOUT, null, false)));
    }

    private Mono<OutputChunk> endAfterDeadline() {
        return endEmitted ? Mono.empty() : Mono.just(end(ExecStatus.TIMEOUT, null, false));
    }

    private Mono<OutputChunk> naturalEnd() {
        return running.exit().flatMap(this::endAfterExit);
    }

    private Mono<OutputChunk> endAfterExit(ProcessExit exit) {
        if (expired) {
            // It ended because we ended it; the rest of its tree must have gone too before that is told.
            return running.kill(command.grace()).then(Mono.fromSupplier(() -> end(ExecStatus.TIMEOUT, null, false)));
        }
        if (removing.getAsBoolean()) {
            return Mono.just(end(ExecStatus.CANCELLED, null, false));
        }
        return Mono.just(
                exit.code() == 0
                        ? end(ExecStatus.SUCCESS, exit.code(), false)
                        : end(ExecStatus.ERROR, exit.code(), exit.outOfMemory()));
    }

    private OutputChunk end(ExecStatus status, @Nullable Integer code, boolean struck) {
        Duration duration = Duration.ofNanos(scheduler.now(TimeUnit.NANOSECONDS) - startedAt);
        boolean lost = running.outputLost() || !outputComplete;
        return new OutputChunk.End(status, code, struck, lost, duration);
    }
}
