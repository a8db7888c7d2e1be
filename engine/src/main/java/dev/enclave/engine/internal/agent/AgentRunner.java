package dev.enclave.engine.internal.agent;

import dev.enclave.engine.Command;
import dev.enclave.engine.CommandStartException;
import dev.enclave.engine.TerminalSize;
import dev.enclave.engine.internal.background.BackgroundTasks;
import dev.enclave.engine.internal.process.CommandRunner;
import dev.enclave.engine.internal.process.ExecTarget;
import dev.enclave.engine.internal.process.RunningCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Starts commands through the agent. */
public final class AgentRunner implements CommandRunner {

    private final AgentConnection connection;
    private final ExecTarget target;
    private final boolean keepsCapabilities;
    private final BackgroundTasks background;

    /**
     * Creates a runner for one sandbox.
     *
     * @param connection the stream to its agent
     * @param target the container and the defaults of its commands
     * @param keepsCapabilities whether commands keep what the agent itself may do, as in a privileged sandbox
     * @param background owns what goes on after a cancellation
     */
    public AgentRunner(
            AgentConnection connection, ExecTarget target, boolean keepsCapabilities, BackgroundTasks background) {
        this.connection = connection;
        this.target = target;
        this.keepsCapabilities = keepsCapabilities;
        this.background = background;
    }

    @Override
    public Mono<RunningCommand> start(Command command) {
        return Mono.defer(() -> {
            SpawnDescription asked = describe(command);
            AgentCommand started = new AgentCommand(
                    new AgentCommand.Context(connection, nameOf(asked), asked.terminal(), target.killSandbox()));
            byte[] description = asked.toBytes();
            if (description.length > SpawnDescription.LONGEST) {
                return Mono.error(tooLong(command, description.length));
            }
            Mono<AgentCommand> start = Mono.defer(() -> {
                connection.spawn(started, description);
                return started.started().thenReturn(started);
            });
            return background
                    .uncancelled(
                            "starting a command in " + target.container(), start, () -> started.kill(command.grace()))
                    .cast(RunningCommand.class);
        });
    }

    private SpawnDescription describe(Command command) {
        Map<String, String> environment = new LinkedHashMap<>(target.environment());
        environment.putAll(command.environment());
        List<String> pairs = environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
        String user = command.user() == null ? target.user() : command.user();
        TerminalSize terminal = command.terminal();
        return new SpawnDescription(
                command.takesInput(),
                command.tty(),
                keepsCapabilities,
                AgentCommand.WINDOW,
                terminal == null ? 0 : terminal.rows(),
                terminal == null ? 0 : terminal.columns(),
                Objects.requireNonNullElse(user, ""),
                Objects.requireNonNullElse(command.workingDirectory(), target.workingDirectory()),
                command.argv(),
                pairs);
    }

    private FailedStart nameOf(SpawnDescription asked) {
        return new FailedStart(target.sandboxId(), asked.argv().get(0), asked.user(), asked.directory());
    }

    private CommandStartException tooLong(Command command, int length) {
        return new CommandStartException(
                target.sandboxId(),
                "'" + command.argv().get(0) + "' cannot be started: its arguments and environment are " + length
                        + " bytes, of which no more than " + SpawnDescription.LONGEST
                        + " are taken; pass the data on standard input, or in a file",
                null);
    }

    /**
     * Does nothing: the one stream is always read, so that no command can hold up the removal of its container, and ends with it.
     */
    @Override
    public void closeStreams() {
        // See above.
    }
}
