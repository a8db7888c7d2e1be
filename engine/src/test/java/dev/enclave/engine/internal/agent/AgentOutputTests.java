package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.AgentFailedException;
import dev.enclave.engine.SandboxGoneException;
import dev.enclave.engine.internal.process.RunningCommand;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** Output of commands, and the credit for it, with the agent's side played by the test. */
@Tag("C8")
@Tag("C5")
class AgentOutputTests extends AgentConnectionFixture {

    private static AgentBytes printed(int id, int stream, int length) {
        AgentBytes frames = AgentBytes.of();
        for (int left = length; left > 0; left -= FrameDecoder.LONGEST_PAYLOAD) {
            frames.output(id, stream, new byte[Math.min(left, FrameDecoder.LONGEST_PAYLOAD)]);
        }
        return frames;
    }

    @Test
    void isGivenCreditOnlyAsItIsConsumed() {
        RunningCommand running = start(COMMAND, 1);
        agent.say(printed(1, 1, WINDOW));

        StepVerifier.create(running.output(), 0)
                .then(() -> assertThat(agent.takeReceived()).isEmpty())
                .thenRequest(1)
                .expectNextCount(1)
                .then(() -> assertThat(agent.takeReceived()).containsExactly("06:1:0100010000"))
                .thenRequest(3)
                .expectNextCount(3)
                .then(() -> assertThat(agent.takeReceived()).hasSize(3))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void beyondTheCreditEndsTheSandbox() {
        RunningCommand running = start(COMMAND, 1);
        agent.say(printed(1, 1, WINDOW));
        agent.say(printed(1, 1, 1));

        StepVerifier.create(running.output())
                .expectNextCount(WINDOW / FrameDecoder.LONGEST_PAYLOAD)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(AgentFailedException.class)
                        .hasMessageContaining("more output than was asked for"))
                .verify(PATIENCE);
        assertThat(agent.isDisposed()).isTrue();
    }

    @Test
    void ofStandardErrorHasACreditOfItsOwn() {
        RunningCommand running = start(COMMAND, 1);
        agent.say(printed(1, 1, WINDOW));
        agent.say(printed(1, 2, WINDOW));

        StepVerifier.create(running.output().map(StreamFrame::source).distinct())
                .expectNext(StreamFrame.Source.STDOUT, StreamFrame.Source.STDERR)
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void isThrownAwayWhereItIsPrintedWhenItsReaderCancels() {
        RunningCommand running = start(COMMAND, 1);

        StepVerifier.create(running.output()).thenCancel().verify(PATIENCE);
        assertThat(agent.takeReceived()).containsExactly("0a:1:");

        agent.say(AgentBytes.of().endOfOutput(1, 1, 12).endOfOutput(1, 2, 0));
        assertThat(running.outputLost()).isTrue();
    }

    @Test
    void endsWithBothStreams() {
        RunningCommand running = start(COMMAND, 1);

        StepVerifier.create(running.output())
                .then(() -> agent.say(AgentBytes.of()
                        .output(1, 1, "hi")
                        .endOfOutput(1, 1, 0)
                        .exited(1, 0)
                        .gone(1)))
                .expectNextCount(1)
                .then(() -> agent.say(AgentBytes.of().endOfOutput(1, 2, 0)))
                .expectComplete()
                .verify(PATIENCE);
        assertThat(running.outputLost()).isFalse();
    }

    @Test
    void withoutAnExitIsAnError() {
        RunningCommand running = start(COMMAND, 1);

        StepVerifier.create(running.output().then(running.exit()))
                .then(() -> agent.say(AgentBytes.of().output(1, 1, "half")))
                .then(agent.output::complete)
                .expectError(SandboxGoneException.class)
                .verify(PATIENCE);
    }

    @Test
    void ofACommandThatIsNotThereEndsTheSandbox() {
        RunningCommand running = start(COMMAND, 1);
        agent.say(AgentBytes.of().output(2, 1, "whose?"));

        StepVerifier.create(running.exit())
                .expectError(AgentFailedException.class)
                .verify(PATIENCE);
    }
}
