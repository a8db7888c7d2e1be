package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.Command;
import dev.enclave.engine.ExecStatus;
import dev.enclave.engine.OutputChunk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.util.RaceTestUtils;

@Tag("C8")
class CommandExecutionTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Command COMMAND = Command.of("program");

    private final ScriptedCommand scripted = new ScriptedCommand();
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomicBoolean removing = new AtomicBoolean();
    private final CommandExecution execution = execution(scripted, time);

    private CommandExecution execution(CommandRunner runner, Scheduler scheduler) {
        return execution(runner, scheduler, 64);
    }

    private CommandExecution execution(CommandRunner runner, Scheduler scheduler, int atOnce) {
        return new CommandExecution(
                runner,
                new CommandContext(
                        "test",
                        512L << 20,
                        atOnce,
                        () -> {},
                        removing::get,
                        Mono.never(),
                        (command, error) -> error,
                        scheduler));
    }

    @AfterEach
    void disposeTime() {
        time.dispose();
    }

    private static Consumer<OutputChunk> end(ExecStatus status, Integer code) {
        return chunk -> {
            assertThat(chunk).isInstanceOf(OutputChunk.End.class);
            assertThat(((OutputChunk.End) chunk).status()).isEqualTo(status);
            OptionalInt expected = code == null ? OptionalInt.empty() : OptionalInt.of(code);
            assertThat(((OutputChunk.End) chunk).exitCode()).isEqualTo(expected);
        };
    }

    private static Consumer<OutputChunk> text(String text) {
        return chunk -> assertThat(chunk.text()).isEqualTo(text);
    }

    @Nested
    class MoreCommandsThanMayRunAtOnce {

        private final Map<String, ScriptedCommand> commands = Map.of(
                "first", new ScriptedCommand(),
                "second", new ScriptedCommand(),
                "third", new ScriptedCommand());
        private final List<String> started = new ArrayList<>();
        private final CommandExecution oneAtATime = execution(
                new CommandRunner() {
                    @Override
                    public Mono<RunningCommand> start(Command command) {
                        String name = command.argv().get(0);
                        return commands.get(name).start(command).doOnSubscribe(subscription -> started.add(name));
                    }

                    @Override
                    public void closeStreams() {
                        started.add("closeStreams");
                    }
                },
                time,
                1);

        private Mono<String> run(String name) {
            return oneAtATime.exec(Command.of(name)).thenReturn(name);
        }

        @Test
        void startInTheirOrderEachAfterTheOneBefore() {
            StepVerifier.create(Flux.just("first", "second", "third").flatMap(this::run, 3))
                    .then(() -> assertThat(started).containsExactly("first"))
                    .then(() -> commands.get("first").exit(0))
                    .expectNext("first")
                    .then(() -> assertThat(started).containsExactly("first", "second"))
                    .then(() -> commands.get("second").exit(1))
                    .expectNext("second")
                    .then(() -> assertThat(started).containsExactly("first", "second", "third"))
                    .then(() -> commands.get("third").exit(0))
                    .expectNext("third")
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        @Tag("C1")
        void leaveTheirPlaceWhenTheyAreCancelledWhileTheyWait() {
            Disposable first = run("first").subscribe();
            Disposable second = run("second").subscribe();
            Disposable third = run("third").subscribe();

            second.dispose();
            commands.get("first").exit(0);

            assertThat(started).containsExactly("first", "third");
            commands.get("third").exit(0);
            assertThat(first.isDisposed() && third.isDisposed()).isTrue();
        }
    }

    @Nested
    class ACommandThatEndsByItself {

        @Test
        void endsWithItsCodeAfterItsOutput() {
            StepVerifier.create(execution.stream(COMMAND))
                    .then(() -> scripted.print("hello"))
                    .assertNext(text("hello"))
                    .then(() -> time.advanceTimeBy(Duration.ofSeconds(2)))
                    .then(() -> scripted.exit(0))
                    .assertNext(end(ExecStatus.SUCCESS, 0))
                    .expectComplete()
                    .verify(PATIENCE);
            assertThat(scripted.calls).containsExactly("start", "release");
        }

        @Test
        void tellsHowLongItRan() {
            StepVerifier.create(execution.exec(COMMAND))
                    .then(() -> time.advanceTimeBy(Duration.ofSeconds(2)))
                    .then(() -> scripted.exit(0))
                    .assertNext(result -> assertThat(result.duration()).isEqualTo(Duration.ofSeconds(2)))
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        @Tag("C4")
        void isNoTimeoutWhateverItsCode() {
            for (int code : new int[] {1, 124, 137, 143}) {
                ScriptedCommand one = new ScriptedCommand();
                StepVerifier.create(execution(one, time).stream(COMMAND.withTimeout(Duration.ofSeconds(5))))
                        .then(() -> one.exit(code))
                        .assertNext(end(ExecStatus.ERROR, code))
                        .expectComplete()
                        .verify(PATIENCE);
            }
        }

        @Test
        void saysWhenMemoryRanOut() {
            StepVerifier.create(execution.exec(COMMAND))
                    .then(() -> scripted.exit(ProcessExit.of(137, true)))
                    .assertNext(result -> assertThat(result.outOfMemory()).isTrue())
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void doesNotBlameMemoryForASuccess() {
            StepVerifier.create(execution.exec(COMMAND))
                    .then(() -> scripted.exit(ProcessExit.of(0, true)))
                    .assertNext(result -> assertThat(result.outOfMemory()).isFalse())
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void emitsTheRestOfACutCharacterBeforeTheEnd() {
            StepVerifier.create(execution.stream(COMMAND))
                    .then(() ->
                            scripted.output.next(new StreamFrame(StreamFrame.Source.STDOUT, new byte[] {(byte) 0xe2})))
                    .assertNext(text(""))
                    .then(() -> scripted.exit(0))
                    .assertNext(text("\ufffd"))
                    .assertNext(end(ExecStatus.SUCCESS, 0))
                    .expectComplete()
                    .verify(PATIENCE);
        }
    }

    @Nested
    class ACommandWhoseStreamBreaks {

        @Test
        void isAnErrorNotASuccess() {
            StepVerifier.create(execution.exec(COMMAND))
                    .then(() -> scripted.killed.tryEmitEmpty())
                    .then(() -> scripted.print("some"))
                    .then(() -> scripted.output.error(new IllegalStateException("broken")))
                    .expectErrorMessage("broken")
                    .verify(PATIENCE);
            assertThat(scripted.calls).containsExactly("start", "kill PT5S");
        }

        @Test
        void tellsWhatBrokeItAlsoWhenItCannotBeKilled() {
            IllegalStateException unreachable = new IllegalStateException("unreachable");
            StepVerifier.create(execution.exec(COMMAND))
                    .then(() -> scripted.killed.tryEmitError(unreachable))
                    .then(() -> scripted.output.error(new IllegalStateException("broken")))
                    .expectErrorSatisfies(
                            e -> assertThat(e).hasMessage("broken").hasSuppressedException(unreachable))
                    .verify(PATIENCE);
        }

        @Test
        void isAnErrorWhenOnlyItsExitCodeIsMissing() {
            StepVerifier.create(execution.stream(COMMAND))
                    .then(() -> scripted.killed.tryEmitEmpty())
                    .then(() -> scripted.output.complete())
                    .then(() -> scripted.exit.tryEmitError(new IllegalStateException("no code")))
                    .expectErrorMessage("no code")
                    .verify(PATIENCE);
        }

        @Test
        void isCancelledWhenItsSandboxIsBeingRemoved() {
            StepVerifier.create(execution.stream(COMMAND))
                    .then(() -> removing.set(true))
                    .then(() -> scripted.output.error(new IllegalStateException("closed")))
                    .assertNext(end(ExecStatus.CANCELLED, null))
                    .expectComplete()
                    .verify(PATIENCE);
            assertThat(scripted.calls).containsExactly("start", "release");
        }
    }

    @Nested
    @Tag("C4")
    class ACommandWhoseTimeIsOver {

        private final Command limited =
                COMMAND.withTimeout(Duration.ofSeconds(3)).withGrace(Duration.ofSeconds(1));

        @Test
        void isToldWhenItsProcessesHaveGone() {
            StepVerifier.create(execution.stream(limited))
                    .then(() -> scripted.print("so far"))
                    .assertNext(text("so far"))
                    .then(() -> time.advanceTimeBy(Duration.ofSeconds(3)))
                    .then(() -> assertThat(scripted.calls).containsExactly("start", "kill PT1S"))
                    .then(() -> scripted.print("last words"))
                    .assertNext(text("last words"))
                    .then(() -> scripted.output.complete())
                    .then(() -> scripted.killed.tryEmitEmpty())
                    .assertNext(end(ExecStatus.TIMEOUT, null))
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void hadAllOfItsTimeToTheMillisecond() {
            StepVerifier.create(execution.stream(COMMAND.withTimeout(Duration.ofMillis(1150))))
                    .then(() -> time.advanceTimeBy(Duration.ofMillis(1149)))
                    .then(() -> assertThat(scripted.calls).containsExactly("start"))
                    .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                    .then(() -> assertThat(scripted.calls)
                            .hasSize(2)
                            .last()
                            .asString()
                            .startsWith("kill"))
                    .then(() -> scripted.exit(0))
                    .then(() -> scripted.killed.tryEmitEmpty())
                    .assertNext(end(ExecStatus.TIMEOUT, null))
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void isATimeoutAlsoWhenItExitsWhileItIsEnded() {
            StepVerifier.create(execution.stream(limited))
                    .then(() -> time.advanceTimeBy(Duration.ofSeconds(3)))
                    .then(() -> scripted.exit(0))
                    .then(() -> scripted.killed.tryEmitEmpty())
                    .assertNext(end(ExecStatus.TIMEOUT, null))
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void isNotHeldUpByOutputThatNeverEnds() {
            StepVerifier.create(execution.stream(limited))
                    .then(() -> time.advanceTimeBy(Duration.ofSeconds(3)))
                    .then(() -> scripted.killed.tryEmitEmpty())
                    .then(() -> time.advanceTimeBy(Duration.ofSeconds(1)))
                    .assertNext(chunk -> {
                        end(ExecStatus.TIMEOUT, null).accept(chunk);
                        assertThat(((OutputChunk.End) chunk).outputLost()).isTrue();
                    })
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void isATimeoutAlsoWhenItsStreamIsClosedBeforeItHasEnded() {
            StepVerifier.create(execution.stream(limited))
                    .then(() -> time.advanceTimeBy(Duration.ofSeconds(3)))
                    .then(() -> scripted.output.error(new IllegalStateException("closed by us")))
                    .then(() -> scripted.killed.tryEmitEmpty())
                    .assertNext(chunk -> {
                        end(ExecStatus.TIMEOUT, null).accept(chunk);
                        assertThat(((OutputChunk.End) chunk).outputLost()).isTrue();
                    })
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void isATimeoutAlsoWhenOnlyTheSandboxsEndCouldEndIt() {
            StepVerifier.create(execution.stream(limited))
                    .then(() -> time.advanceTimeBy(Duration.ofSeconds(3)))
                    .then(() -> removing.set(true))
                    .then(() -> scripted.output.error(new IllegalStateException("gone with the sandbox")))
                    .assertNext(end(ExecStatus.TIMEOUT, null))
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void isNotKilledWhenItEndsInTime() {
            StepVerifier.create(execution.stream(limited))
                    .then(() -> scripted.exit(0))
                    .assertNext(end(ExecStatus.SUCCESS, 0))
                    .expectComplete()
                    .verify(PATIENCE);
            time.advanceTimeBy(Duration.ofSeconds(10));
            assertThat(scripted.calls).containsExactly("start", "release");
        }

        @Test
        void hasOneEndHoweverCloseExitAndDeadlineAre() {
            for (int round = 0; round < 300; round++) {
                ScriptedCommand one = new ScriptedCommand();
                one.killed.tryEmitEmpty();
                VirtualTimeScheduler clock = VirtualTimeScheduler.create();
                Flux<OutputChunk> chunks = execution(one, clock).stream(limited).cache();
                chunks.subscribe();

                RaceTestUtils.race(() -> one.exit(0), () -> clock.advanceTimeBy(Duration.ofSeconds(3)));
                clock.advanceTimeBy(Duration.ofSeconds(3));

                StepVerifier.create(chunks)
                        .expectNextMatches(OutputChunk.End.class::isInstance)
                        .expectComplete()
                        .verify(PATIENCE);
                clock.dispose();
            }
        }
    }

    @Nested
    class TheInput {

        @Test
        void isFedWhileTheCommandRuns() {
            StepVerifier.create(execution.exec(COMMAND.withStdin("some input")))
                    .then(() -> scripted.exit(0))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(PATIENCE);
            assertThat(scripted.calls).containsExactly("start", "fed some input", "release");
        }

        @Test
        void isCancelledWhenTheCommandEnds() {
            StepVerifier.create(execution.exec(COMMAND.withStdin(Flux.never())))
                    .then(() -> scripted.exit(0))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(PATIENCE);
            assertThat(scripted.calls).containsExactly("start", "feed cancelled", "release");
        }

        @Test
        void failsTheCommandWhenItFails() {
            scripted.killed.tryEmitEmpty();
            StepVerifier.create(execution.exec(COMMAND.withStdin(Flux.error(new IllegalStateException("no input")))))
                    .expectErrorMessage("no input")
                    .verify(PATIENCE);
            assertThat(scripted.calls).containsExactly("start", "kill PT5S");
        }

        @Test
        @Tag("C15")
        void seesTheContextOfTheSubscriber() {
            Flux<byte[]> input = Flux.deferContextual(
                    context -> Mono.just(context.<String>get("who").getBytes(StandardCharsets.UTF_8)));
            StepVerifier.create(
                            execution.exec(COMMAND.withStdin(input)).contextWrite(context -> context.put("who", "me")))
                    .then(() -> scripted.exit(0))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(PATIENCE);
            assertThat(scripted.calls).contains("fed me");
        }
    }

    @Test
    @Tag("C1")
    void nothingHappensBeforeSubscription() {
        Flux<OutputChunk> stream = execution.stream(COMMAND);
        assertThat(scripted.calls).isEmpty();

        stream.subscribe().dispose();
        assertThat(scripted.calls).startsWith("start");
    }

    @Test
    @Tag("C4")
    void cancellingKills() {
        StepVerifier.create(execution.stream(COMMAND.withGrace(Duration.ofSeconds(7))))
                .then(() -> scripted.print("some"))
                .expectNextCount(1)
                .thenCancel()
                .verify(PATIENCE);
        assertThat(scripted.calls).containsExactly("start", "kill PT7S");
    }

    @Test
    @Tag("C2")
    void cancellingOnlyReleasesWhenTheSandboxIsBeingRemoved() {
        StepVerifier.create(execution.stream(COMMAND))
                .then(() -> removing.set(true))
                .thenCancel()
                .verify(PATIENCE);
        assertThat(scripted.calls).containsExactly("start", "release");
    }
}
