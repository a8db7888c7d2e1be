package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.AgentFailedException;
import dev.enclave.engine.SandboxGoneException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** The greeting of the agent, and the heartbeat that follows, with the agent's side played by the test. */
@Tag("C8")
class AgentGreetingTests extends AgentConnectionFixture {

    @Test
    void completesWhenTheAgentIsReady() {
        StepVerifier.create(connection.greet())
                .then(() -> assertThat(agent.takeReceived()).containsExactly("01:0:000100003a98"))
                .then(() -> agent.say(AgentBytes.of().hello(1)))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void failsOnAnotherVersion() {
        StepVerifier.create(connection.greet())
                .then(() -> agent.say(AgentBytes.of().hello(2)))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(AgentFailedException.class)
                        .hasMessageContaining("speaks version 2")
                        .hasMessageContaining("speaks 1"))
                .verify(PATIENCE);
        assertThat(agent.isDisposed()).isTrue();
    }

    @Test
    void passesOnWhyTheAgentGivesUp() {
        StepVerifier.create(connection.greet())
                .then(() -> agent.say(AgentBytes.of().fatal("the working directory /x cannot be made")))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(AgentFailedException.class)
                        .hasMessageContaining("/x cannot be made"))
                .verify(PATIENCE);
    }

    @Test
    void passesOnWhatIsSaidInPlaceOfAnAgent() {
        StepVerifier.create(connection.greet())
                .then(() -> agent.complain("exec format error"))
                .then(agent.output::complete)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(SandboxGoneException.class)
                        .hasMessageContaining("exec format error"))
                .verify(PATIENCE);
    }

    @Test
    void isFollowedByAHeartbeatThatKeepsTheLease() {
        time.advanceTimeBy(AgentConnection.LEASE.multipliedBy(2));
        assertThat(agent.takeReceived()).as("before the greeting").isEmpty();
        StepVerifier.create(connection.greet()).thenCancel().verify(PATIENCE);
        agent.takeReceived();

        time.advanceTimeBy(AgentConnection.LEASE.multipliedBy(2));

        assertThat(agent.takeReceived()).hasSize(6).allMatch(frame -> frame.startsWith("0b:0:"));
    }
}
