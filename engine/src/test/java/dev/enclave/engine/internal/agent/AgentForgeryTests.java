package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.AgentFailedException;
import dev.enclave.engine.Command;
import dev.enclave.engine.internal.background.BackgroundTasks;
import dev.enclave.engine.internal.process.ExecTarget;
import dev.enclave.engine.internal.process.RunningCommand;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Frames that the agent never sends, as whoever reaches its descriptors may send them: where a kernel does not keep them from commands. */
@Tag("C8")
class AgentForgeryTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ScriptedAgent agent = new ScriptedAgent();
    private final BackgroundTasks background = new BackgroundTasks();
    private final AgentConnection connection = new AgentConnection("id", agent, null, Schedulers.parallel());

    @Test
    void aTreeThatGoesBeforeItsCommandFailsTheSandboxAndTheCommandAtOnce() {
        background.run("the agent", connection.watch());
        ExecTarget target = new ExecTarget("id", "container", "u", "/", Map.of(), () -> false, Mono.empty());
        Mono<RunningCommand> command =
                new AgentRunner(connection, target, false, background).start(Command.of("program"));

        StepVerifier.create(command.flatMap(RunningCommand::exit))
                .then(() -> agent.say(AgentBytes.of().started(1, 99)))
                .then(() -> agent.say(AgentBytes.of().gone(1)))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(AgentFailedException.class)
                        .hasMessageContaining("a tree has gone whose command has not exited"))
                .verify(PATIENCE);
        assertThat(agent.isDisposed()).isTrue();
    }
}
