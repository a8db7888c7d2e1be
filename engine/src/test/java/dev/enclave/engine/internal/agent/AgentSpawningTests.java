package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.Command;
import dev.enclave.engine.CommandStartException;
import dev.enclave.engine.SandboxGoneException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

/** How a command is asked for, and what can come of that, with the agent's side played by the test. */
@Tag("C8")
class AgentSpawningTests extends AgentConnectionFixture {

    @Test
    void describesTheCommand() {
        StepVerifier.create(runner.start(COMMAND.withEnv("C", "d")))
                .then(() -> assertThat(agent.takeReceived())
                        .singleElement()
                        .asString()
                        .startsWith("03:1:00" + "00040000" + "00040000" + "0000" + "0000" + "0000000175"
                                + "000000042f646972"))
                .then(() -> agent.say(AgentBytes.of().started(1, 5)))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void sendsALongDescriptionInParts() {
        Command command = Command.of("program", "x".repeat(150_000));
        StepVerifier.create(runner.start(command))
                .then(() -> assertThat(agent.takeReceived())
                        .extracting(frame -> frame.substring(0, 5))
                        .containsExactly("02:1:", "02:1:", "03:1:"))
                .thenCancel()
                .verify(PATIENCE);
        agent.say(AgentBytes.of().failed(1, 2, 4, "no"));
    }

    @Test
    void refusesADescriptionThatNoAgentTakes() {
        StepVerifier.create(runner.start(Command.of("program", "x".repeat(5 << 20))))
                .expectErrorSatisfies(e ->
                        assertThat(e).isInstanceOf(CommandStartException.class).hasMessageContaining("standard input"))
                .verify(PATIENCE);
        assertThat(agent.takeReceived()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "11, 1, \"the sandbox's limit of processes is reached (end some, or give it more pids)\"",
                "12, 1, a process could not be made",
                "1, 2, \"this sandbox cannot run commands as another user, 'u'\"",
                "22, 2, the user 'u' is not there",
                "2, 3, the working directory '/dir' could not be entered",
                "13, 4, it could not be executed",
                "25, 5, a terminal could not be opened",
                "24, 6, its pipes could not be made",
            })
    void saysWhyItFailed(int errno, int step, String reason) {
        StepVerifier.create(runner.start(COMMAND))
                .then(() -> agent.say(AgentBytes.of().failed(1, errno, step, "the system's word")))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(CommandStartException.class)
                        .hasMessageEndingWith("'program' cannot be started: " + reason + ": the system's word"))
                .verify(PATIENCE);
    }

    @Test
    void killsWhatWasStartedForACallerThatHasGone() {
        StepVerifier.create(runner.start(COMMAND.withGrace(Duration.ZERO)))
                .then(agent::takeReceived)
                .thenCancel()
                .verify(PATIENCE);
        agent.say(AgentBytes.of().started(1, 5));

        assertThat(agent.takeReceived()).containsExactly("08:1:00000000");

        agent.say(AgentBytes.of().exited(1, 1, 9, 0, 0, 0, 0).gone(1));
        assertThat(agent.takeReceived()).containsExactly("0a:1:");
    }

    @Test
    void signalsThatTheAgentHasGone() {
        agent.output.complete();

        StepVerifier.create(runner.start(COMMAND))
                .expectError(SandboxGoneException.class)
                .verify(PATIENCE);
    }
}
