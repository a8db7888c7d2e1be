package dev.enclave.engine.internal.agent;

import dev.enclave.engine.Command;
import dev.enclave.engine.internal.background.BackgroundTasks;
import dev.enclave.engine.internal.process.ExecTarget;
import dev.enclave.engine.internal.process.RunningCommand;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The stream to the agent, with the agent's side played by the test. */
abstract class AgentConnectionFixture {

    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Command COMMAND = Command.of("program");
    static final Command WITH_INPUT = COMMAND.withStdin(Flux.empty());
    static final int WINDOW = AgentCommand.WINDOW;

    final ScriptedAgent agent = new ScriptedAgent();
    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final BackgroundTasks background = new BackgroundTasks();
    final AgentConnection connection = connect();
    final PublisherProbe<Void> killSandbox = PublisherProbe.empty();
    final AgentRunner runner = new AgentRunner(
            connection,
            new ExecTarget("id", "container", "u", "/dir", Map.of("A", "b"), () -> false, killSandbox.mono()),
            false,
            background);

    AgentConnection connect() {
        return new AgentConnection("id", agent, null, time);
    }

    @BeforeEach
    void watch() {
        background.run("the agent", connection.watch());
    }

    @AfterEach
    void end() {
        agent.output.complete();
        background.idle(PATIENCE).block(PATIENCE);
        time.dispose();
    }

    final RunningCommand start(Command command, int id) {
        Mono<RunningCommand> start = runner.start(command).cache();
        StepVerifier.create(start)
                .then(() -> agent.say(AgentBytes.of().started(id, 99)))
                .expectNextCount(1)
                .expectComplete()
                .verify(PATIENCE);
        agent.takeReceived();
        return start.block(PATIENCE);
    }
}
