package dev.enclave.engine.internal.process;

import dev.enclave.engine.Command;
import dev.enclave.engine.Outcome;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.ResourceUsage;
import dev.enclave.engine.SandboxException;
import dev.enclave.engine.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One running command from its start to its end. Whatever comes first decides how it ends: its own end, its deadline, a kill, the sandbox's
 * removal, a broken stream. What follows from that is done once, and told to all.
 */
final class CommandLife {

    /** How long the rest of the output may take once all processes have gone. */
    private static final Duration LAST_OUTPUT = Duration.ofMillis(500);

    private final Command command;
    private final RunningCommand running;
    private final CommandContext context;
    private final @Nullable Publisher<byte[]> input;
    private final CommandOutput output;
    private final long startedAt;
    private final Sinks.One<Cause> asked = Sinks.one();
    private final Sinks.Empty<Void> inputUnwanted = Sinks.empty();
    private final Sinks.Empty<Void> sandboxGone = Sinks.empty();
    private final Sinks.One<OutputChunk.End> end = Sinks.one();
    private final Sinks.Empty<Void> forgotten = Sinks.empty();
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile @Nullable Cause decided;
    private volatile @Nullable Outcome outcome;

    /**
     * Creates it for a command that has just been started.
     *
     * @param input feeds its standard input; null for none
     * @param reading how its output is read: when somebody is about to, its end includes the end of the output
     */
    CommandLife(
            Command command,
            RunningCommand running,
            CommandContext context,
            @Nullable Publisher<byte[]> input,
            CommandOutput.Reading reading) {
        this.command = command;
        this.running = running;
        this.context = context;
        this.input = input;
        this.output = new CommandOutput(running, reading, this::onBrokenOutput);
        this.startedAt = context.scheduler().now(TimeUnit.NANOSECONDS);
    }

    /** What can decide how a command ends. */
    private sealed interface Cause {

        record Exited(ProcessExit exit) implements Cause {}

        record Expired(Duration limit) implements Cause {}

        record Killed(Duration grace) implements Cause {}

        record SandboxRemoved() implements Cause {}

        record Abandoned() implements Cause {}

        record Broken(Throwable error) implements Cause {}
    }

    Command command() {
        return command;
    }

    RunningCommand running() {
        return running;
    }

    /**
     * Lives it: to be subscribed once, at once, and not to be cancelled.
     *
     * @param whenEnded told when it has ended, after all others
     */
    Mono<Void> live(Runnable whenEnded) {
        return Flux.merge(ownEnd(), deadline(), feeding(), abandonment(), asked.asMono())
                .next()
                .doOnNext(this::decide)
                .flatMap(this::conclude)
                .doOnNext(this::tell)
                .onErrorResume(e -> Mono.fromRunnable(
                        () -> tellFailure(context.translation().apply(command, e))))
                .then(Mono.fromRunnable(whenEnded))
                .then(Mono.defer(this::releaseWhenRead));
    }

    /** The merge lets go of what has lost only when this has returned: the input is stopped before. */
    private void decide(Cause cause) {
        decided = cause;
        inputUnwanted.tryEmitEmpty();
    }

    private Mono<Cause> ownEnd() {
        return running.exit()
                .delayUntil(exit -> output.endIfRead())
                .<Cause>map(Cause.Exited::new)
                .onErrorResume(e -> Mono.just(new Cause.Broken(e)));
    }

    private Mono<Cause> deadline() {
        Duration timeout = command.timeout();
        return timeout == null
                ? Mono.empty()
                : Mono.delay(timeout, context.scheduler()).map(tick -> new Cause.Expired(timeout));
    }

    /** The feed's own end means nothing; its error fails the command, its cancellation comes with the command's end. */
    private Mono<Cause> feeding() {
        return input == null
                ? Mono.empty()
                : running.feed(input)
                        .takeUntilOther(inputUnwanted.asMono())
                        .<Cause>then(Mono.empty())
                        .onErrorResume(e -> Mono.just(new Cause.Broken(e)));
    }

    private Mono<Cause> abandonment() {
        return context.abandoned().then(Mono.fromSupplier(Cause.Abandoned::new));
    }

    private void onBrokenOutput(Throwable error) {
        if (context.removing().getAsBoolean()) {
            onRemovalOfSandbox();
        } else {
            asked.tryEmitValue(new Cause.Broken(error));
        }
    }

    /** To be called when the sandbox is being removed, and everything in it: nothing else has to be waited for. */
    void onRemovalOfSandbox() {
        asked.tryEmitValue(new Cause.SandboxRemoved());
        sandboxGone.tryEmitEmpty();
    }

    private Mono<OutputChunk.End> conclude(Cause cause) {
        if (cause instanceof Cause.Expired expired) {
            return endedByUs(running.kill(command.grace()), new Outcome.TimedOut(expired.limit()));
        }
        if (cause instanceof Cause.Abandoned) {
            return release()
                    .then(Mono.error(new SandboxException(
                            context.sandboxId(), "the engine was closed, " + command + " may run on", null)));
        }
        if (cause instanceof Cause.SandboxRemoved || context.removing().getAsBoolean()) {
            // The removal ends its processes faster than we could one by one.
            return endedByUs(release(), new Outcome.Cancelled());
        }
        if (cause instanceof Cause.Killed killed) {
            return endedByUs(running.kill(killed.grace()), new Outcome.Cancelled());
        }
        if (cause instanceof Cause.Broken broken) {
            return running.kill(command.grace())
                    .onErrorResume(e -> Mono.fromRunnable(() -> suppress(broken.error(), e)))
                    .then(Mono.error(broken.error()));
        }
        return endedByItself(((Cause.Exited) cause).exit());
    }

    /** What broke a command is told before what its kill ran into, which often is the same. */
    private static void suppress(Throwable first, Throwable second) {
        if (!first.equals(second)) {
            first.addSuppressed(second);
        }
    }

    private Mono<OutputChunk.End> endedByItself(ProcessExit exit) {
        // What nobody has read yet may still be read.
        Mono<Void> done = output.isOver() ? release() : Mono.empty();
        return done.then(Mono.fromSupplier(() -> end(toOutcome(exit), exit.usage())));
    }

    /** Told when it has been brought about, and the rest of the output has had its chance. */
    private Mono<OutputChunk.End> endedByUs(Mono<Void> ending, Outcome how) {
        Mono<Void> rest = output.endIfRead().timeout(LAST_OUTPUT, Mono.empty(), context.scheduler());
        return Mono.firstWithSignal(ending.then(rest), sandboxGone.asMono())
                .then(Mono.fromSupplier(() -> end(how, null)));
    }

    private Outcome toOutcome(ProcessExit exit) {
        if (exit.code() == 0) {
            return new Outcome.Success();
        }
        if (exit.outOfMemory()) {
            return new Outcome.OutOfMemory(context.memoryLimit(), exit.code());
        }
        Integer signal = exit.signal();
        return signal == null ? new Outcome.NonZeroExit(exit.code()) : new Outcome.Signalled(Signal.of(signal));
    }

    private OutputChunk.End end(Outcome how, @Nullable ResourceUsage usage) {
        Duration duration = Duration.ofNanos(context.scheduler().now(TimeUnit.NANOSECONDS) - startedAt);
        return new OutputChunk.End(how, duration, usage, output.isIncomplete());
    }

    private void tell(OutputChunk.End how) {
        outcome = how.outcome();
        end.tryEmitValue(how);
        cutUnlessReadToTheEnd();
    }

    private void tellFailure(Throwable error) {
        outcome = new Outcome.Infrastructure(error);
        end.tryEmitError(error);
        cutUnlessReadToTheEnd();
    }

    private void cutUnlessReadToTheEnd() {
        if (!(decided instanceof Cause.Exited)) {
            output.cut();
        }
    }

    /** How it ended; empty while it runs. */
    Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** Its end, for any number of subscribers. */
    Mono<OutputChunk.End> end() {
        return end.asMono();
    }

    /** Its output and its end, for one subscriber. */
    Flux<OutputChunk> output() {
        return output.chunks(end.asMono());
    }

    /** Ends it, unless it has ended. Completes when it has, in whichever way. */
    Mono<Void> endNow(Duration grace) {
        return Mono.defer(() -> {
            asked.tryEmitValue(new Cause.Killed(grace));
            return end.asMono().then().onErrorComplete();
        });
    }

    /** Ends it, and what is left of its tree when it ended by itself. */
    Mono<Void> kill(Duration grace) {
        return endNow(grace).then(Mono.defer(() -> killRest(grace)));
    }

    private Mono<Void> killRest(Duration grace) {
        boolean mayBeLeft =
                decided instanceof Cause.Exited && !context.removing().getAsBoolean();
        return mayBeLeft ? running.kill(grace) : Mono.empty();
    }

    /** What nobody has read yet may still be read, until {@link #letGo()}. */
    private Mono<Void> releaseWhenRead() {
        return decided instanceof Cause.Exited
                ? Mono.firstWithSignal(output.over(), forgotten.asMono()).then(release())
                : Mono.empty();
    }

    /** Gives up what is kept for a reader who has not come. */
    void letGo() {
        forgotten.tryEmitEmpty();
    }

    private Mono<Void> release() {
        return Mono.defer(() -> released.compareAndSet(false, true) ? running.release() : Mono.empty());
    }
}
