package dev.enclave.engine.internal.process;

import dev.enclave.docker.exec.ExecInspection;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Finds out when an exec has ended. The engine has to be asked; it knows a moment after the output has ended, which is when the asking
 * begins in earnest. Before, as a process may end while others hold its output, or nobody reads it, it asks at long intervals. For one
 * subscription.
 */
final class ExitPoll {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_WHILE_READ = Duration.ofSeconds(10);

    private final Mono<ExecInspection> inspection;
    private final Mono<Void> outputEnded;
    private final BooleanSupplier outputIsRead;
    private final Scheduler scheduler;
    private volatile boolean afterOutput;
    private Duration pause = LONGEST_PAUSE;

    /**
     * Creates it.
     *
     * @param inspection asks the engine
     * @param outputEnded completes when the output has ended, or its reader has gone
     * @param outputIsRead whether the end of the output will be noticed
     */
    ExitPoll(
            Mono<ExecInspection> inspection,
            Mono<Void> outputEnded,
            BooleanSupplier outputIsRead,
            Scheduler scheduler) {
        this.inspection = inspection;
        this.outputEnded = outputEnded;
        this.outputIsRead = outputIsRead;
        this.scheduler = scheduler;
    }

    /** Emits what the engine says when it has ended. */
    Mono<ExecInspection> ended() {
        return Mono.defer(this::pause)
                .then(inspection.filter(ExecInspection::hasEnded))
                .repeatWhenEmpty(empty -> empty);
    }

    private Mono<Void> pause() {
        Duration current = pause;
        if (afterOutput) {
            pause = shorter(current.multipliedBy(2), LONGEST_PAUSE);
            return Mono.delay(current, scheduler).then();
        }
        pause = outputIsRead.getAsBoolean() ? shorter(current.multipliedBy(2), LONGEST_WHILE_READ) : LONGEST_PAUSE;
        Mono<Void> end = outputEnded.doOnSuccess(done -> {
            afterOutput = true;
            pause = FIRST_PAUSE;
        });
        return Mono.firstWithSignal(end, Mono.delay(current, scheduler).then());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
