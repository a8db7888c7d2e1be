package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.ConflictException;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.engine.Command;
import dev.enclave.engine.CommandStartException;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxCreationException;
import dev.enclave.engine.SandboxException;
import dev.enclave.engine.SandboxGoneException;
import dev.enclave.engine.SandboxInfo;
import dev.enclave.engine.SandboxProcess;
import dev.enclave.engine.SandboxState;
import dev.enclave.engine.internal.process.CommandContext;
import dev.enclave.engine.internal.process.CommandExecution;
import dev.enclave.engine.internal.process.CommandRunner;
import dev.enclave.engine.internal.process.ExecTarget;
import dev.enclave.engine.internal.tool.ToolRegistry;
import dev.enclave.engine.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A sandbox whose container runs. */
final class LiveSandbox implements Sandbox {

    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final SandboxFacts facts;
    private final EngineCalls calls;
    private final @Nullable SandboxMain main;
    private final BiConsumer<LiveSandbox, SandboxState> listener;
    private final CommandExecution commands;
    private final ToolRegistry tools;
    private final Mono<Void> removal;
    private volatile @Nullable SandboxProcess imageEntrypoint;
    private final AtomicReference<SandboxState> state = new AtomicReference<>(SandboxState.RUNNING);

    /**
     * Creates the handle.
     *
     * @param main the main process of an ephemeral sandbox, which is let go of when it is removed; null for a detached one
     * @param runners the way to run commands
     * @param settings what the engine says about commands
     * @param listener told of each change of state
     */
    LiveSandbox(
            SandboxFacts facts,
            EngineCalls calls,
            @Nullable SandboxMain main,
            Function<ExecTarget, CommandRunner> runners,
            CommandSettings settings,
            BiConsumer<LiveSandbox, SandboxState> listener) {
        this.facts = facts;
        this.calls = calls;
        this.main = main;
        this.listener = listener;
        ExecTarget target = new ExecTarget(
                facts.id(),
                facts.containerName(),
                facts.user(),
                facts.workingDirectory(),
                Map.of(),
                this::isRemoving,
                Mono.defer(this::remove));
        this.commands = new CommandExecution(runners.apply(target), contextOfCommands(settings));
        this.tools = new ToolRegistry(this, facts.tools());
        // A removal that failed may be tried again; one that succeeded is remembered.
        this.removal = Mono.defer(this::removeOnce).cache(done -> FOR_EVER, e -> Duration.ZERO, () -> FOR_EVER);
    }

    private CommandContext contextOfCommands(CommandSettings settings) {
        return new CommandContext(
                facts.id(),
                facts.memoryLimit(),
                settings.atOnce(),
                this::requireRunning,
                this::isRemoving,
                isDetached() ? settings.closing() : Mono.never(),
                this::translate,
                settings.scheduler());
    }

    @Override
    public String id() {
        return facts.id();
    }

    @Override
    public String containerName() {
        return facts.containerName();
    }

    @Override
    public SandboxState state() {
        return Objects.requireNonNull(state.get());
    }

    @Override
    public SandboxInfo info() {
        return facts.toInfo(state(), tools.names());
    }

    boolean isDetached() {
        return main == null;
    }

    private boolean isRemoving() {
        return state() == SandboxState.REMOVING || state() == SandboxState.REMOVED;
    }

    @Override
    public Mono<ExecResult> exec(Command command) {
        Objects.requireNonNull(command, "command");
        return commands.exec(command)
                .onErrorMap(DockerException.class, e -> translate(command, e))
                .checkpoint("Enclave: exec");
    }

    @Override
    public Flux<OutputChunk> stream(Command command) {
        Objects.requireNonNull(command, "command");
        return commands.stream(command)
                .onErrorMap(DockerException.class, e -> translate(command, e))
                .checkpoint("Enclave: stream");
    }

    @Override
    public Mono<SandboxProcess> start(Command command) {
        Objects.requireNonNull(command, "command");
        return commands.start(command)
                .onErrorMap(DockerException.class, e -> translate(command, e))
                .checkpoint("Enclave: start");
    }

    @Override
    public Mono<SandboxProcess> startInBackground(Command command) {
        Objects.requireNonNull(command, "command");
        return commands.startInBackground(command)
                .onErrorMap(DockerException.class, e -> translate(command, e))
                .checkpoint("Enclave: start in background");
    }

    @Override
    public List<SandboxProcess> processes() {
        return commands.processes();
    }

    @Override
    public Optional<SandboxProcess> imageEntrypoint() {
        return Optional.ofNullable(imageEntrypoint);
    }

    /** Starts the image's own program. Signals {@link SandboxCreationException} when it cannot be started. */
    Mono<Void> startImageEntrypoint(List<String> program) {
        Command command = Command.of(program);
        return commands.startSurelyInBackground(command)
                .doOnNext(process -> imageEntrypoint = process)
                .onErrorMap(e -> translate(command, e))
                .onErrorMap(e -> new SandboxCreationException(
                        id(),
                        "the program of its image, " + program + ", could not be started: "
                                + SandboxException.reasonOf(e),
                        e))
                .then();
    }

    private void requireRunning() {
        if (state() != SandboxState.RUNNING) {
            throw gone(null);
        }
    }

    /** Makes what a caller may see of what came from the container engine. */
    private Throwable translate(Command command, Throwable e) {
        if (!(e instanceof DockerException)) {
            return e;
        }
        boolean containerGone = e instanceof NotFoundException || e instanceof ConflictException;
        if (containerGone || state() != SandboxState.RUNNING) {
            return gone(e);
        }
        return new CommandStartException(
                id(), "command " + command.argv().get(0) + " could not be run: " + e.getMessage(), e);
    }

    private SandboxGoneException gone(@Nullable Throwable cause) {
        String reason = state() == SandboxState.FAILED || state() == SandboxState.RUNNING
                ? "its container has ended although nobody asked for that"
                : "it has been removed";
        return new SandboxGoneException(id(), reason, cause);
    }

    @Override
    public Tool tool(String name) {
        return tools.find(name);
    }

    @Override
    public List<Tool> tools() {
        return tools.all();
    }

    @Override
    public Mono<Void> remove() {
        return removal;
    }

    private Mono<Void> removeOnce() {
        if (state.getAndSet(SandboxState.REMOVING) != SandboxState.REMOVING) {
            listener.accept(this, SandboxState.REMOVING);
        }
        // Streams that nobody reads would hold up the engine's kill (for 20 s and more, measured on Docker 20.10).
        commands.closeStreams();
        return calls.remove(containerName())
                .doOnSuccess(done -> afterRemoval())
                .onErrorMap(
                        DockerException.class,
                        e -> new SandboxException(id(), "it could not be removed: " + e.getMessage(), e))
                .checkpoint("Enclave: remove sandbox");
    }

    private void afterRemoval() {
        if (main != null) {
            main.release();
        }
        state.set(SandboxState.REMOVED);
        listener.accept(this, SandboxState.REMOVED);
    }

    /** Called when the main process has ended. What is left of the container is removed, if nobody is about to. */
    Mono<Void> onEnd() {
        return Mono.defer(() -> {
            if (!state.compareAndSet(SandboxState.RUNNING, SandboxState.FAILED)) {
                return Mono.empty();
            }
            listener.accept(this, SandboxState.FAILED);
            return calls.remove(containerName());
        });
    }
}
