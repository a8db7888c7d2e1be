package dev.enclave.engine.internal.process;

import dev.enclave.docker.DockerException;
import dev.enclave.engine.Command;
import dev.enclave.engine.CommandStartException;
import dev.enclave.engine.Outcome;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.OutputLine;
import dev.enclave.engine.SandboxProcess;
import dev.enclave.engine.Signal;
import dev.enclave.engine.TerminalSize;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A process that outlives the call that started it. */
final class LiveProcess implements SandboxProcess {

    private final String id;
    private final CommandLife life;
    private final @Nullable StandardInput input;
    private final @Nullable RetainedOutput retained;
    private final UnaryOperator<Throwable> translation;

    /**
     * Creates its handle.
     *
     * @param input its standard input; null unless it is open
     * @param retained its output; null unless it runs in the background
     * @param translation makes errors of those that come from the container engine
     */
    LiveProcess(
            String id,
            CommandLife life,
            @Nullable StandardInput input,
            @Nullable RetainedOutput retained,
            UnaryOperator<Throwable> translation) {
        this.id = id;
        this.life = life;
        this.input = input;
        this.retained = retained;
        this.translation = translation;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Command command() {
        return life.command();
    }

    @Override
    public boolean isBackground() {
        return retained != null;
    }

    @Override
    public boolean isRunning() {
        return life.outcome().isEmpty();
    }

    @Override
    public Optional<Outcome> outcome() {
        return life.outcome();
    }

    @Override
    public Flux<OutputChunk> output() {
        return (retained == null ? life.output() : retained.chunks()).checkpoint("Enclave: output of a process");
    }

    @Override
    public Flux<OutputLine> lines() {
        return LineSplitter.lines(output());
    }

    @Override
    public Mono<Void> write(Publisher<byte[]> bytes) {
        Objects.requireNonNull(bytes, "bytes");
        return input == null ? notOpen() : input.write(bytes);
    }

    @Override
    public Mono<Void> endStdin() {
        return input == null ? notOpen() : input.end();
    }

    private Mono<Void> notOpen() {
        return Mono.error(() ->
                new IllegalStateException("the standard input of " + command() + " is not open; use withOpenStdin()"));
    }

    @Override
    public Mono<Void> signal(Signal signal) {
        Objects.requireNonNull(signal, "signal");
        return whileRunning(life.running().signal(signal.number()));
    }

    @Override
    public Mono<Void> resize(TerminalSize size) {
        Objects.requireNonNull(size, "size");
        return command().tty() ? whileRunning(life.running().resize(size.rows(), size.columns())) : Mono.empty();
    }

    private Mono<Void> whileRunning(Mono<Void> request) {
        return Mono.defer(() -> isRunning() ? request : Mono.empty())
                .onErrorMap(DockerException.class, translation)
                .onErrorResume(e -> !isRunning(), e -> Mono.empty());
    }

    @Override
    public Mono<OutputChunk.End> exit() {
        return life.end().checkpoint("Enclave: exit of a process");
    }

    @Override
    public Mono<Void> kill(Duration grace) {
        CommandChecks.grace(grace);
        return life.kill(grace).onErrorMap(DockerException.class, translation);
    }

    /** Completes when its program runs, or has run; signals an error when it could not be started. */
    Mono<Void> confirmStart() {
        return life.running()
                .awaitStart()
                .filter(started -> !started)
                .flatMap(failed -> exit())
                .flatMap(end -> Mono.error(
                        new CommandStartException(null, command() + " cannot be started: " + end.outcome(), null)));
    }

    /** Gives up what is kept for a reader of its output who has not come. */
    void letGo() {
        life.letGo();
    }

    @Override
    public String toString() {
        return id + " " + command() + " " + outcome().map(Outcome::describe).orElse("runs");
    }
}
