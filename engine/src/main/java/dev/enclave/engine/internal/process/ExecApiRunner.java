package dev.enclave.engine.internal.process;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.exec.ExecConfig;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.engine.Command;
import dev.enclave.engine.TerminalSize;
import dev.enclave.engine.internal.background.BackgroundTasks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Starts commands through the engine's exec API.
 *
 * <p>The API has no call that ends a command, and dropping its connection does not: every command carries a marker in its environment,
 * by which {@link TreeKill} finds its processes. A process that clears its environment and loses its parent before it is first seen
 * escapes that; the sandbox's removal ends it.
 */
public final class ExecApiRunner implements CommandRunner {

    private final DockerClient client;
    private final ExecTarget target;
    private final MemoryWatch memory;
    private final BackgroundTasks background;
    private final Scheduler scheduler;
    private final String markers;
    private final AtomicLong counter = new AtomicLong();
    private final Set<ExecCommand> running = ConcurrentHashMap.newKeySet();

    /**
     * Creates a runner for one sandbox.
     *
     * @param client the engine
     * @param target the container and the defaults of its commands
     * @param memory notices when the kernel kills processes of the sandbox for want of memory
     * @param background owns what goes on after a cancellation
     * @param scheduler times the steps of a kill
     */
    public ExecApiRunner(
            DockerClient client,
            ExecTarget target,
            MemoryWatch memory,
            BackgroundTasks background,
            Scheduler scheduler) {
        this.client = client;
        this.target = target;
        this.memory = memory;
        this.background = background;
        this.scheduler = scheduler;
        // Several processes may run commands in one detached sandbox: a counter alone would not tell theirs apart.
        this.markers = target.container() + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong()) + "-";
    }

    @Override
    public Mono<RunningCommand> start(Command command) {
        return Mono.defer(() -> {
            // It is searched for, so it must not be the beginning of another one.
            String marker = markers + counter.incrementAndGet() + ".";
            return memory.mark()
                    .flatMap(mark -> client.execs()
                            .create(target.container(), toConfig(command, marker))
                            .flatMap(execId -> startExec(command, execId, marker, mark)));
        });
    }

    private Mono<RunningCommand> startExec(Command command, String execId, String marker, MemoryWatch.Mark mark) {
        // Once the start has left, the engine carries it out: it is awaited even when nobody wants it any more, and
        // then undone.
        ExecCommand.Context context = new ExecCommand.Context(
                client, target, execId, command.argv().get(0), marker, userOf(command), command.tty(), mark, scheduler);
        Mono<DuplexStream> started = client.execs().start(execId, command.tty());
        return background
                .uncancelled(
                        "starting a command in " + target.container(),
                        started.map(stream -> register(new ExecCommand(context, stream)))
                                .delayUntil(running -> sizeTerminal(command, running)),
                        () -> ExecCommand.abandoned(context).kill(command.grace()))
                .cast(RunningCommand.class);
    }

    /** Before API 1.42 a terminal has no size until it is told one. A command that cannot be started has none at all. */
    private static Mono<Void> sizeTerminal(Command command, ExecCommand running) {
        TerminalSize size = command.terminal();
        return size == null
                ? Mono.empty()
                : running.resize(size.rows(), size.columns()).onErrorComplete();
    }

    private ExecCommand register(ExecCommand command) {
        running.add(command);
        command.onRelease(() -> running.remove(command));
        return command;
    }

    @Override
    public void closeStreams() {
        running.forEach(ExecCommand::closeStream);
    }

    private ExecConfig toConfig(Command command, String marker) {
        Map<String, String> environment = new LinkedHashMap<>(target.environment());
        environment.putAll(command.environment());
        environment.put(TreeKillScript.MARKER_VARIABLE, marker);
        List<String> pairs = new ArrayList<>();
        environment.forEach((name, value) -> pairs.add(name + "=" + value));
        String directory = command.workingDirectory();
        ExecConfig.Builder config = ExecConfig.builder(command.argv())
                .env(pairs)
                .workingDir(directory == null ? target.workingDirectory() : directory)
                .tty(command.tty())
                .attachStdin(command.takesInput())
                .attachStdout(true)
                .attachStderr(!command.tty());
        String user = userOf(command);
        return user == null ? config.build() : config.user(user).build();
    }

    private @Nullable String userOf(Command command) {
        return command.user() == null ? target.user() : command.user();
    }
}
