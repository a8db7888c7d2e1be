package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.AgentFailedException;
import dev.enclave.engine.Command;
import dev.enclave.engine.CommandStartException;
import dev.enclave.engine.SandboxGoneException;
import dev.enclave.engine.internal.background.BackgroundTasks;
import dev.enclave.engine.internal.process.ExecTarget;
import dev.enclave.engine.internal.process.RunningCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The stream to the agent, with the agent's side played by the test. */
@Tag("C8")
class AgentConnectionTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Command COMMAND = Command.of("program");
    private static final Command WITH_INPUT = COMMAND.withStdin(Flux.empty());
    private static final int WINDOW = AgentCommand.WINDOW;

    private final ScriptedAgent agent = new ScriptedAgent();
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final BackgroundTasks background = new BackgroundTasks();
    private final AgentConnection connection = new AgentConnection("id", agent, time);
    private final PublisherProbe<Void> killSandbox = PublisherProbe.empty();
    private final AgentRunner runner = new AgentRunner(
            connection,
            new ExecTarget("id", "container", "u", "/dir", Map.of("A", "b"), () -> false, killSandbox.mono()),
            false,
            background);

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

    private RunningCommand start(Command command, int id) {
        Mono<RunningCommand> start = runner.start(command).cache();
        StepVerifier.create(start)
                .then(() -> agent.say(AgentBytes.of().started(id, 99)))
                .expectNextCount(1)
                .expectComplete()
                .verify(PATIENCE);
        agent.takeReceived();
        return start.block(PATIENCE);
    }

    private static AgentBytes printed(int id, int stream, int length) {
        AgentBytes frames = AgentBytes.of();
        for (int left = length; left > 0; left -= FrameDecoder.LONGEST_PAYLOAD) {
            frames.output(id, stream, new byte[Math.min(left, FrameDecoder.LONGEST_PAYLOAD)]);
        }
        return frames;
    }

    @Nested
    class Greeting {

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

    @Nested
    class Starting {

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
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(CommandStartException.class)
                            .hasMessageContaining("standard input"))
                    .verify(PATIENCE);
            assertThat(agent.takeReceived()).isEmpty();
        }

        @Test
        void saysWhyItFailed() {
            StepVerifier.create(runner.start(COMMAND))
                    .then(() -> agent.say(AgentBytes.of().failed(1, 11, 1, "Resource temporarily unavailable")))
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(CommandStartException.class)
                            .hasMessageContaining("limit of processes"))
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

    @Nested
    @Tag("C5")
    class Output {

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

    @Nested
    class Input {

        @Test
        void isSentAsCreditAllows() {
            RunningCommand running = start(WITH_INPUT, 1);
            AtomicInteger taken = new AtomicInteger();
            Flux<byte[]> chunks = Flux.fromStream(() -> IntStream.range(0, 4).mapToObj(i -> new byte[40_000]))
                    .doOnNext(chunk -> taken.incrementAndGet());

            StepVerifier.create(running.feed(chunks))
                    .then(() -> {
                        assertThat(agent.takeReceived()).hasSize(2);
                        assertThat(taken).hasValue(2);
                    })
                    .then(() -> agent.say(AgentBytes.of().inputCredit(1, 100_000)))
                    .then(() -> agent.say(AgentBytes.of().inputCredit(1, 100_000)))
                    .expectComplete()
                    .verify(PATIENCE);
            List<String> rest = agent.takeReceived();
            assertThat(rest.get(rest.size() - 1)).isEqualTo("05:1:");
        }

        @Test
        void isCancelledWhenTheCommandNoLongerReads() {
            RunningCommand running = start(WITH_INPUT, 1);
            TestPublisher<byte[]> endless = TestPublisher.create();

            StepVerifier.create(running.feed(endless))
                    .then(() -> agent.say(AgentBytes.of().inputClosed(1)))
                    .expectComplete()
                    .verify(PATIENCE);
            endless.assertCancelled();
        }

        @Test
        void sendsNothingBehindItsEnd() {
            RunningCommand running = start(WITH_INPUT, 1);

            running.feed(Flux.just(new byte[1])).block(PATIENCE);
            running.feed(Flux.just(new byte[1])).block(PATIENCE);

            assertThat(agent.takeReceived()).containsExactly("04:1:00", "05:1:");
        }
    }

    @Nested
    @Tag("C4")
    class Killing {

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
}
