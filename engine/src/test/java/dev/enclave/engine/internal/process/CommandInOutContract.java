package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.Command;
import dev.enclave.engine.CommandStartException;
import dev.enclave.engine.internal.process.RunnerFixture.Ran;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The part of {@link CommandRunnerContract} on what a command is given, and what it gives. */
interface CommandInOutContract extends ContractFixtures {

    private Ran run(Command command) {
        return shared().run(command);
    }

    @Test
    default void runsAProgramWithItsArgumentsAsTheyAre() {
        Ran ran = run(Command.of("printf", "<%s>", "a b", "", "$HOME", "*", "'\"\\", "ü\n"));

        assertThat(ran).isEqualTo(new Ran(0, "<a b><><$HOME><*><'\"\\><ü\n>", ""));
    }

    @Tag("C8")
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 124, 126, 127, 137, 255})
    default void tellsTheExitCode(int code) {
        assertThat(run(Command.shell("exit " + code)).code()).isEqualTo(code);
    }

    @Tag("C8")
    @Test
    default void tellsTheSignalThatKilledTheProgramAsTheShellsDo() {
        assertThat(run(Command.shell("kill -TERM $$")).code()).isEqualTo(128 + 15);
        assertThat(run(Command.shell("kill -KILL $$")).code()).isEqualTo(128 + 9);
    }

    @Test
    default void keepsStandardErrorApart() {
        Ran ran = run(Command.shell("echo out; echo err >&2; echo more; echo worse >&2"));

        assertThat(ran).isEqualTo(new Ran(0, "out\nmore\n", "err\nworse\n"));
    }

    @Test
    default void passesBytesThroughUnchanged() {
        String every = "i=0; while [ $i -lt 256 ]; do printf \"\\\\$(printf %03o $i)\"; i=$((i+1)); done";

        byte[] bytes = Flux.usingWhen(
                        shared().runner().start(Command.shell(every)), RunningCommand::output, RunningCommand::release)
                .reduce(new ByteArrayOutputStream(), (all, frame) -> {
                    all.writeBytes(frame.bytes());
                    return all;
                })
                .map(ByteArrayOutputStream::toByteArray)
                .block(RunnerFixture.PATIENCE);

        assertThat(bytes).hasSize(256);
        for (int i = 0; i < bytes.length; i++) {
            assertThat(bytes[i]).isEqualTo((byte) i);
        }
    }

    @Test
    default void endsTheStandardInputWithItsPublisher() {
        Ran ran = run(Command.of("sh", "-c", "cat; echo end").withStdin(Flux.just(bytes("one "), bytes("two "))));

        assertThat(ran).isEqualTo(new Ran(0, "one two end\n", ""));
    }

    @Test
    default void givesNoInputAtAllWithoutAPublisher() {
        assertThat(run(Command.of("cat"))).isEqualTo(new Ran(0, "", ""));
    }

    @Test
    default void deliversEverythingThatComesAfterTheEndOfTheInput() {
        Ran ran = run(Command.shell("cat >/dev/null; i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done")
                .withStdin("go"));

        assertThat(ran.code()).isZero();
        assertThat(ran.stdout().lines()).hasSize(2000).endsWith("line 1999");
    }

    @Test
    default void returnsALargeInputUnchanged() {
        byte[] chunk = bytes("0123456789abcdef".repeat(4096));
        Ran ran = run(Command.of("md5sum").withStdin(Flux.range(0, 64).map(i -> chunk)));
        Ran expected = run(Command.shell("head -c 4194304 /dev/zero | tr '\\0' x >/dev/null; i=0; s=0123456789abcdef; "
                + "while [ $i -lt 12 ]; do s=$s$s; i=$((i+1)); done; "
                + "i=0; (while [ $i -lt 64 ]; do printf %s $s; i=$((i+1)); done) | md5sum"));

        assertThat(ran.stdout()).isEqualTo(expected.stdout());
    }

    @Tag("C5")
    @Test
    default void requestsNoMoreInputThanTheCommandReads() {
        AtomicLong taken = new AtomicLong();
        byte[] chunk = new byte[64 * 1024];
        Flux<byte[]> endless = Flux.generate(sink -> {
            taken.incrementAndGet();
            sink.next(chunk);
        });
        RunningCommand running = shared().start(Command.of("sleep", "7010").withStdin(endless));

        // The pipe, the sockets and the daemon hold some; then it stops.
        Mono<Void> feeding = running.feed(endless);
        StepVerifier.create(feeding)
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(1))
                .then(() -> {
                    long before = taken.get();
                    assertThat(before).isLessThan(256);
                    Mono.delay(Duration.ofMillis(500)).block();
                    assertThat(taken.get()).isEqualTo(before);
                })
                .thenCancel()
                .verify(RunnerFixture.PATIENCE);
        running.kill(Duration.ZERO).block(RunnerFixture.PATIENCE);
    }

    @Test
    default void isNotDisturbedByInputThatTheCommandDoesNotRead() {
        Flux<byte[]> plenty = Flux.range(0, 64).map(i -> new byte[64 * 1024]);

        assertThat(run(Command.shell("echo done").withStdin(plenty))).isEqualTo(new Ran(0, "done\n", ""));
    }

    @Test
    default void signalsTheErrorOfTheInput() {
        RunningCommand running = shared().start(Command.of("cat").withStdin(Flux.empty()));

        StepVerifier.create(running.feed(
                        Flux.concat(Mono.just(bytes("some")), Mono.error(new IllegalStateException("no more")))))
                .expectErrorMessage("no more")
                .verify(RunnerFixture.PATIENCE);
        running.kill(Duration.ZERO).block(RunnerFixture.PATIENCE);
    }

    @Test
    default void givesATerminalWhenAsked() {
        Ran ran = run(Command.shell("test -t 0 && test -t 1 && test -t 2 && echo terminal; echo err >&2")
                .withTty());

        assertThat(ran).isEqualTo(new Ran(0, "terminal\r\nerr\r\n", ""));
        assertThat(run(Command.shell("test -t 0 || test -t 1 || echo none")).stdout())
                .isEqualTo("none\n");
    }

    @Test
    default void runsAsTheNamedUser() {
        assertThat(run(Command.shell("id -u; id -g").withUser("1234:4321")).stdout())
                .isEqualTo("1234\n4321\n");
    }

    @Test
    default void runsInTheNamedDirectory() {
        assertThat(run(Command.of("pwd").withWorkingDirectory("/etc")).stdout()).isEqualTo("/etc\n");
    }

    @Test
    default void addsTheEnvironmentOfTheCommandToThatOfTheSandbox() {
        Ran ran = run(Command.of("sh", "-c", "echo \"$INHERITED|$OVERRIDDEN|$ADDED\"")
                .withEnv("OVERRIDDEN", "by command")
                .withEnv("ADDED", "a=b \"c\"\nd"));

        assertThat(ran.stdout()).isEqualTo("from sandbox|by command|a=b \"c\"\nd\n");
    }

    @Tag("C8")
    @Test
    default void saysWhichProgramCannotBeStarted() {
        assertCannotBeStarted(Command.of("/no/such/program"), "/no/such/program");
        assertCannotBeStarted(Command.of("/etc"), "/etc");
        assertCannotBeStarted(Command.of("/no/such/program").withTty(), "/no/such/program");
    }

    @Tag("C8")
    @Test
    default void saysThatDirectoryOrUserAreNotThere() {
        assertCannotBeStarted(Command.of("true").withWorkingDirectory("/nowhere"), "/nowhere");
        assertCannotBeStarted(Command.of("true").withUser("nobody-of-that-name"), "nobody-of-that-name");
    }

    private void assertCannotBeStarted(Command command, String named) {
        Mono<Long> output = Mono.usingWhen(
                shared().runner().start(command),
                running -> running.output().count(),
                RunningCommand::release,
                (running, error) -> running.kill(Duration.ZERO),
                RunningCommand::release);
        StepVerifier.create(output)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(CommandStartException.class)
                        .hasMessageContaining("'" + command.argv().get(0) + "' cannot be started")
                        .hasMessageContaining(named))
                .verify(RunnerFixture.PATIENCE);
    }

    @Tag("C8")
    @Test
    default void doesNotTakeAProgramThatPrintsSuchAMessageForOne() {
        String message = "OCI runtime exec failed: exec failed\r\n";

        assertThat(run(Command.of("sh", "-c", "printf \"$0\"; exit 126", message)))
                .isEqualTo(new Ran(126, message, ""));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
