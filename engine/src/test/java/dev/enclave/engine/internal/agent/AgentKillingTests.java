package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.internal.process.RunningCommand;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** How the end of a command is asked for, and what follows when the agent does not manage, with the agent's side played by the test. */
@Tag("C8")
@Tag("C4")
class AgentKillingTests extends AgentConnectionFixture {

    @Test
    void completesWhenTheTreeHasGone() {
        RunningCommand running = start(COMMAND, 1);

        StepVerifier.create(running.kill(Duration.ofSeconds(2)))
                .then(() -> assertThat(agent.takeReceived()).containsExactly("08:1:000007d0"))
                .then(() -> agent.say(AgentBytes.of().exited(1, 1, 15, 0, 0, 0, 0)))
                .then(() -> agent.say(AgentBytes.of().gone(1)))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void isAskedForAgainOnlyToShortenTheGrace() {
        RunningCommand running = start(COMMAND, 1);
        Mono<Void> both = Mono.when(
                running.kill(Duration.ofSeconds(2)),
                running.kill(Duration.ofSeconds(3)),
                running.kill(Duration.ofSeconds(1)));

        StepVerifier.create(both)
                .then(() -> assertThat(agent.takeReceived()).containsExactly("08:1:000007d0", "08:1:000003e8"))
                .then(() -> agent.say(AgentBytes.of().gone(1)))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void killsTheSandboxWhenTheAgentDoesNotManage() {
        RunningCommand running = start(COMMAND, 1);

        StepVerifier.create(running.kill(Duration.ofSeconds(2)))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(16)))
                .then(killSandbox::assertWasNotSubscribed)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(2)))
                .expectComplete()
                .verify(PATIENCE);
        killSandbox.assertWasSubscribed();
    }

    @Test
    void isDoneWhenTheAgentHasGone() {
        RunningCommand running = start(COMMAND, 1);

        StepVerifier.create(running.kill(Duration.ofSeconds(2)))
                .then(agent.output::complete)
                .expectComplete()
                .verify(PATIENCE);
        killSandbox.assertWasNotSubscribed();
    }
}
