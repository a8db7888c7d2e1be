package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.Command;
import dev.enclave.engine.CommandStartException;
import dev.enclave.engine.internal.process.RunnerFixture.Needs;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.RandomCases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The part of {@link CommandRunnerContract} on the end of a command: its whole process tree, whatever that has come to be, and nothing else. */
@Tag("C4")
interface CommandKillContract extends ContractFixtures {

    private static void kill(RunningCommand running, Duration grace) {
        running.kill(grace).block(RunnerFixture.PATIENCE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    a child in the background            | 7200 | 2 | sleep 7200 & sleep 7200; :
                    one that ignores TERM                | 7201 | 1 | trap '' TERM; sleep 7201; :
                    children in sessions of their own    | 7202 | 3 | setsid sleep 7202 & setsid setsid sleep 7202 & sleep 7202
                    an orphan of a leader that has gone  | 7203 | 1 | (setsid sleep 7203 &); exit 3
                    orphans of orphans                   | 7204 | 2 | (sh -c 'setsid sleep 7204 & setsid sleep 7204 &' &); exit 0
                    a stopped child                      | 7205 | 2 | sleep 7205 & sleep 0.2; kill -STOP $!; sleep 7205
                    a stopped leader                     | 7206 | 1 | sleep 7206 & kill -STOP $$; :
                    a leader with closed outputs         | 7207 | 1 | exec >&- 2>&-; sleep 7207; :
                    children with closed outputs         | 7208 | 2 | sleep 7208 >&- 2>&- & sleep 7208 >/dev/null 2>&1
                    a child with an empty environment    | 7209 | 2 | env -i /bin/sleep 7209 & sleep 7209; :
                    """)
    default void endsTheWholeTree(String what, int token, int sleeps, String line) {
        RunningCommand running = shared().start(Command.shell(line), sleeps, token);

        kill(running, Duration.ofMillis(200));

        shared().requireNone("" + token);
    }

    @Test
    default void givesProcessesTheGraceToEndInOrder() {
        RunningCommand running = shared().start(
                        Command.shell("trap 'echo in order >/tmp/last-words; exit 0' TERM; sleep 7210 & wait"),
                        1,
                        7210);

        kill(running, Duration.ofSeconds(20));

        assertThat(shared().run(Command.of("cat", "/tmp/last-words")).stdout()).isEqualTo("in order\n");
        shared().requireNone("7210");
    }

    @Test
    default void killsAtOnceWithoutAGrace() {
        RunningCommand running = shared().start(
                        Command.shell("trap 'echo too late >/tmp/no-words; exit 0' TERM; sleep 7211 & wait"), 1, 7211);

        kill(running, Duration.ZERO);

        assertThat(shared().run(Command.of("cat", "/tmp/no-words")).code()).isEqualTo(1);
    }

    @Test
    default void completesWhenTheCommandHasAlreadyEnded() {
        RunningCommand running = shared().start(Command.of("true"));
        running.output().then(running.exit()).block(RunnerFixture.PATIENCE);

        kill(running, Duration.ofSeconds(5));
    }

    @Test
    default void isOneKillHoweverOftenItIsAsked() {
        RunningCommand running = shared().start(Command.shell("sleep 7220 & sleep 7220"), 2, 7220);
        // A caller that loses interest does not end the kill for the others.
        Disposable impatient = running.kill(Duration.ofSeconds(20)).subscribe();
        impatient.dispose();

        Flux.range(0, 8)
                .flatMap(i -> running.kill(Duration.ofSeconds(20)))
                .then()
                .block(RunnerFixture.PATIENCE);
        shared().requireNone("7220");
        kill(running, Duration.ZERO);
    }

    @Test
    default void doesNotTouchOtherCommands() {
        try (RunnerFixture fixture = open(Needs.NOTHING_SPECIAL)) {
            // Enough of them that the number of one begins with that of another.
            List<RunningCommand> commands = Flux.range(0, 12)
                    .concatMap(i -> fixture.runner().start(Command.shell("sleep 7230 & sleep 7230")))
                    .collectList()
                    .block(RunnerFixture.PATIENCE);
            fixture.awaitSleeps(24, 7230);

            for (int killed = 0; killed < 4; killed++) {
                kill(commands.get(killed), Duration.ZERO);
                assertThat(fixture.sleeps(7230)).isEqualTo(24 - 2L * (killed + 1));
            }
        }
    }

    @Tag("C5")
    @Test
    default void endsACommandThatIsBlockedBecauseNobodyHasSubscribed() {
        RunningCommand running = shared().start(Command.shell("sleep 7240 & yes 7240"), 1, 7240);

        kill(running, Duration.ofMillis(200));

        shared().requireNone("7240");
    }

    @Tag("C5")
    @Test
    default void endsACommandThatIsBlockedBecauseItsReaderStalled() {
        RunningCommand running = shared().start(Command.of("yes", "7241"));
        StepVerifier.create(running.output(), 3)
                .expectNextCount(3)
                .then(() -> kill(running, Duration.ofMillis(200)))
                .then(() -> {
                    shared().requireNone("7241");
                    assertThat(running.outputLost()).isEqualTo(shared().losesOutputThatNobodyReads());
                })
                .thenCancel()
                .verify(RunnerFixture.PATIENCE);
    }

    @Tag("C5")
    @Test
    default void keepsTheLastOutputForAReaderThatReadsOn() {
        RunningCommand running =
                shared().start(Command.shell("trap 'echo last; exit 0' TERM; echo first; sleep 7242 & wait"));
        Flux<String> output = running.output().map(StreamFrame::text);
        StepVerifier.create(output, 1)
                .expectNext("first\n")
                .then(() -> kill(running, Duration.ofSeconds(20)))
                .thenRequest(8)
                .expectNext("last\n")
                .expectComplete()
                .verify(RunnerFixture.PATIENCE);
        assertThat(running.outputLost()).isFalse();
    }

    @Tag("C1")
    @Test
    default void cancellingTheStartAtAnyMomentLeavesNoProcess() {
        Random random = RandomCases.random(0);
        AtomicInteger ended = new AtomicInteger();
        Mono<Void> untilCancelled = Mono.usingWhen(
                shared().runner().start(Command.shell("sleep 7250 & sleep 7250")),
                running -> Mono.never(),
                RunningCommand::release,
                (running, error) -> running.release(),
                running -> running.kill(Duration.ZERO).doFinally(signal -> ended.incrementAndGet()));

        for (int i = 0; i < 40; i++) {
            Disposable start = untilCancelled.subscribe();
            Mono.delay(Duration.ofMillis(random.nextInt(40))).block();
            start.dispose();
        }

        shared().awaitBackground();
        Eventually.get("processes (seed " + RandomCases.SEED + ")", () -> shared().processes("7250"), List::isEmpty);
        Mono.delay(Duration.ofMillis(500)).block();
        assertThat(shared().processes("7250"))
                .as("seed %d, %s kills", RandomCases.SEED, ended)
                .isEmpty();
    }

    @Test
    default void endsAForkStormThatHasReachedTheLimitOfProcesses() {
        // awk goes on when it cannot fork, where shells give up.
        String fork = "awk 'BEGIN { while (1) if (system(\"sleep 7260 & setsid sleep 7260 &\") < 0) print \"full\" }'";
        try (RunnerFixture fixture = open(Needs.FEW_PROCESSES)) {
            RunningCommand bystander = fixture.start(Command.of("sleep", "7261"), 1, 7261);
            RunningCommand storm = fixture.start(Command.shell("setsid %1$s & setsid %1$s & %1$s".formatted(fork)));
            Mono<Void> ended = storm.output()
                    .map(StreamFrame::text)
                    .skipUntil(text -> text.contains("fork"))
                    .next()
                    .flatMap(full -> storm.kill(Duration.ofMillis(200)));

            ended.block(RunnerFixture.PATIENCE);

            fixture.requireEnded("7260");
            assertThat(fixture.sandboxKilled() || fixture.sleeps(7261) == 1).isTrue();
            kill(bystander, Duration.ZERO);
        }
    }

    @Test
    default void killsTheSandboxWhenTheTreeCannotBeEnded() {
        try (RunnerFixture fixture = open(Needs.NO_SHELL)) {
            RunningCommand running = fixture.start(Command.of("/bin/busybox", "sleep", "7270"), 1, 7270);

            kill(running, Duration.ofMillis(200));

            fixture.requireEnded("sleep 7270");
            assertThat(fixture.sandboxKilled()).isNotEqualTo(fixture.endsEveryTree());
        }
    }

    @Test
    default void endsAProcessThatHasReplacedItsOwnEnvironment() {
        try (RunnerFixture fixture = open(Needs.NOTHING_SPECIAL)) {
            RunningCommand bystander = fixture.start(Command.of("sleep", "7271"), 1, 7271);
            RunningCommand running = fixture.start(Command.shell("exec env -i /bin/sleep 7272"), 1, 7272);

            kill(running, Duration.ofMillis(200));

            fixture.requireEnded("sleep 7272");
            assertThat(fixture.sandboxKilled() || fixture.sleeps(7271) == 1).isTrue();
            kill(bystander, Duration.ZERO);
        }
    }

    @Test
    default void killsTheSandboxWhenTheCommandStopsWhateverWouldEndIt() {
        try (RunnerFixture fixture = open(Needs.NOTHING_SPECIAL)) {
            RunningCommand running = fixture.start(Command.shell("while :; do kill -STOP -1; done"));

            kill(running, Duration.ZERO);

            fixture.requireEnded("STOP");
        }
    }

    /** Whatever supervises it is its parent, or the first process of the container, or in its own group. */
    @Test
    default void endsTheTreeOfACommandThatKillsItsSupervisor() {
        RunningCommand bystander = shared().start(Command.of("sleep", "7274"), 1, 7274);
        RunningCommand running = shared().start(
                        Command.shell(
                                        "setsid sleep 7273 >/dev/null 2>&1 & read go; kill -9 1; kill -9 $PPID; sleep 7273")
                                .withOpenStdin(),
                        1,
                        7273);
        running.feed(Mono.fromSupplier(() -> "go\n".getBytes(StandardCharsets.UTF_8)))
                .block(RunnerFixture.PATIENCE);
        assertThat(running.output()
                        .then(running.exit())
                        .block(RunnerFixture.PATIENCE)
                        .code())
                .isEqualTo(128 + 9);

        kill(running, Duration.ofMillis(200));

        shared().requireNone("7273");
        assertThat(shared().sandboxKilled()).isFalse();
        assertThat(shared().sleeps(7274)).isEqualTo(1);
        kill(bystander, Duration.ZERO);
    }

    @Test
    default void runsCommandsInAnImageWithoutAShell() {
        try (RunnerFixture fixture = open(Needs.NO_SHELL)) {
            assertThat(fixture.run(Command.of("/bin/busybox", "echo", "hi")).stdout())
                    .isEqualTo("hi\n");
            StepVerifier.create(fixture.runner().start(Command.shell("echo hi")).flatMapMany(RunningCommand::output))
                    .expectError(CommandStartException.class)
                    .verify(RunnerFixture.PATIENCE);
            assertThat(fixture.sandboxKilled()).isFalse();
        }
    }
}
