package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.Command;
import dev.enclave.engine.ResourceUsage;
import dev.enclave.engine.TerminalSize;
import dev.enclave.engine.internal.process.RunnerFixture.Ran;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** The part of {@link CommandRunnerContract} on what is done with a running command: signals, terminals, many at once, and its exit. */
interface CommandControlContract extends ContractFixtures {

    private static void kill(RunningCommand running) {
        running.kill(Duration.ZERO).block(RunnerFixture.PATIENCE);
    }

    @Test
    default void sendsASignalToTheOwnProcessOnly() {
        RunningCommand running = shared().start(
                        Command.shell("trap 'echo caught; exit 5' USR1; sleep 7400 & while :; do sleep 0.05; done"));
        StepVerifier.create(running.output().map(StreamFrame::text))
                .then(() -> shared().awaitSleeps(1, 7400))
                .then(() -> running.signal(10).block(RunnerFixture.PATIENCE))
                .expectNext("caught\n")
                .thenCancel()
                .verify(RunnerFixture.PATIENCE);
        // Not as a step of the verifier: after an element, steps run on the thread that signals, which must not block.
        assertThat(shared().sleeps(7400)).isEqualTo(1);
        kill(running);
    }

    @Test
    default void sendsASignalToTheForegroundOfATerminal() {
        RunningCommand running = shared().start(Command.shell("trap '' INT; sleep 7401; echo interrupted $?")
                .withTty());
        shared().awaitSleeps(1, 7401);
        // The shell ignores it, and its child inherits that: it takes another one.
        StepVerifier.create(running.output().map(StreamFrame::text))
                .then(() -> running.signal(2).then(running.signal(15)).block(RunnerFixture.PATIENCE))
                .expectComplete()
                .verify(RunnerFixture.PATIENCE);
        assertThat(running.exit().block(RunnerFixture.PATIENCE).code()).isEqualTo(128 + 15);
        kill(running);
    }

    @Test
    default void completesASignalToACommandThatHasEnded() {
        RunningCommand running = shared().start(Command.of("true"));
        running.output().then(running.exit()).block(RunnerFixture.PATIENCE);

        running.signal(15).block(RunnerFixture.PATIENCE);

        running.release().block(RunnerFixture.PATIENCE);
    }

    @Test
    default void givesTheTerminalItsSizeAndAnother() {
        String waits = "until [ \"$(stty size 2>/dev/null)\" = '$1' ]; do sleep 0.02; done; echo \"is $1\"; ";
        Command command = Command.shell(waits.replace("$1", "31 101") + waits.replace("$1", "41 121"))
                .withTty(new TerminalSize(31, 101));
        RunningCommand running = shared().start(command);

        StepVerifier.create(running.output().map(StreamFrame::text))
                .expectNext("is 31 101\r\n")
                .then(() -> running.resize(41, 121).block(RunnerFixture.PATIENCE))
                .expectNext("is 41 121\r\n")
                .expectComplete()
                .verify(RunnerFixture.PATIENCE);
        kill(running);
    }

    @Test
    default void hasTheTerminalsSizeFromTheBeginning() {
        if (shared().knowsTheSizeOfATerminalAtOnce()) {
            Ran ran = shared().run(Command.of("stty", "size").withTty(new TerminalSize(33, 103)));

            assertThat(ran.stdout()).isEqualTo("33 103\r\n");
        }
    }

    @Test
    default void endsTheInputOfATerminal() {
        Command cat =
                Command.shell("stty -echo; echo ready; cat; echo end").withTty().withStdin(Flux.never());
        RunningCommand running = shared().start(cat);

        StepVerifier.create(running.output().map(StreamFrame::text).scan(String::concat))
                .thenConsumeWhile(text -> !text.contains("ready"))
                .expectNextMatches(text -> text.contains("ready"))
                .then(() -> running.feed(Mono.just("line\n".getBytes(StandardCharsets.UTF_8)))
                        .block(RunnerFixture.PATIENCE))
                .thenConsumeWhile(text -> !text.contains("end"))
                .expectNextMatches(text -> text.endsWith("line\r\nend\r\n"))
                .expectComplete()
                .verify(RunnerFixture.PATIENCE);
        kill(running);
    }

    @Tag("C8")
    @Test
    default void tellsTheSignalAndTheUsageWhereItCan() {
        RunningCommand running = shared().start(Command.shell("kill -KILL $$"));
        ProcessExit exit = running.output().then(running.exit()).block(RunnerFixture.PATIENCE);

        assertThat(exit.code()).isEqualTo(128 + 9);
        assertThat(exit.signal()).isEqualTo(shared().tellsSignalsAndUsage() ? Integer.valueOf(9) : null);
        assertThat(exit.usage() != null).isEqualTo(shared().tellsSignalsAndUsage());
        running.release().block(RunnerFixture.PATIENCE);
    }

    @Tag("C8")
    @Test
    default void tellsTheTimeAndTheMemoryThatTheProcessTookWhereItCan() {
        // A shell counts to a number: some hundredths of a second on any machine, and far more than the clock's tick.
        RunningCommand running = shared().start(Command.shell("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"));
        ProcessExit exit = running.output().then(running.exit()).block(RunnerFixture.PATIENCE);

        ResourceUsage usage = exit.usage();
        if (shared().tellsSignalsAndUsage()) {
            assertThat(usage.cpuTime()).isPositive();
            assertThat(usage.peakMemory()).isGreaterThan(100 * 1024);
        } else {
            assertThat(usage).isNull();
        }
        running.release().block(RunnerFixture.PATIENCE);
    }

    @Tag("C8")
    @Test
    default void tellsTheExitAlsoWhenNobodyReads() {
        RunningCommand running = shared().start(Command.shell("echo unread; exit 7"));

        assertThat(running.exit().block(RunnerFixture.PATIENCE).code()).isEqualTo(7);

        running.release().block(RunnerFixture.PATIENCE);
    }

    @Tag("C8")
    @Test
    default void tellsTheExitAfterItsReaderHasLeft() {
        RunningCommand running =
                shared().start(Command.shell("echo ready; sleep 0.5; head -c 2000000 /dev/zero; exit 9"));
        running.output().next().block(RunnerFixture.PATIENCE);

        assertThat(running.exit().block(RunnerFixture.PATIENCE).code()).isEqualTo(9);

        running.release().block(RunnerFixture.PATIENCE);
    }

    @Test
    default void runsManyAtOnceAndMixesNothingUp() {
        List<Integer> numbers = Flux.range(0, 48).collectList().block();

        List<Ran> all = Flux.fromIterable(numbers)
                .flatMapSequential(
                        i -> Mono.fromCallable(() -> shared().run(
                                                Command.shell("read -r x; echo out $x; echo err $x >&2; exit " + i)
                                                        .withStdin(i + "\n")))
                                .subscribeOn(Schedulers.boundedElastic()),
                        16)
                .collectList()
                .block(Duration.ofSeconds(60));

        assertThat(all)
                .isEqualTo(numbers.stream()
                        .map(i -> new Ran(i, "out " + i + "\n", "err " + i + "\n"))
                        .toList());
    }

    @Tag("C4")
    @Test
    default void endsAnOrphanWithoutAnEnvironmentWhereItCan() {
        try (RunnerFixture fixture = open(RunnerFixture.Needs.NOTHING_SPECIAL)) {
            RunningCommand running = fixture.start(
                    Command.shell("(env -i /bin/sh -c 'exec /bin/busybox setsid /bin/sleep 7410' &); sleep 7410"),
                    2,
                    7410);

            kill(running);

            // Its parent has gone before the second one starts: the shell waits for it. docs/decisions/0007 has the
            // difference.
            assertThat(fixture.sleeps(7410)).isEqualTo(fixture.findsOrphansWithoutEnvironment() ? 0 : 1);
            assertThat(fixture.sandboxKilled()).isFalse();
        }
    }
}
