package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.SandboxTest;
import dev.enclave.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Processes that are started, written to, signalled, found again and ended, in a real sandbox. */
@SandboxTest
class ProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Sandbox sandbox;

    ProcessIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    private SandboxProcess start(Command command) {
        return sandbox.start(command).block(PATIENCE);
    }

    @Test
    void answersLineByLineWhatItIsAskedLineByLine() {
        SandboxProcess process = start(Command.shell("while read -r line; do echo \"<$line>\"; done; echo end; exit 3")
                .withOpenStdin());

        StepVerifier.create(process.lines().map(OutputLine::text))
                .then(() -> process.write("one\n").block(PATIENCE))
                .expectNext("<one>")
                .then(() -> process.write(Flux.just(
                                "two\nth".getBytes(StandardCharsets.UTF_8), "ree\n".getBytes(StandardCharsets.UTF_8)))
                        .block(PATIENCE))
                .expectNext("<two>", "<three>")
                .then(() -> process.endStdin().block(PATIENCE))
                .expectNext("end")
                .expectComplete()
                .verify(PATIENCE);
        assertThat(process.exit().block(PATIENCE).outcome()).isEqualTo(new Outcome.NonZeroExit(3));
        assertThat(process.isRunning()).isFalse();
    }

    @Test
    void tagsWhatItPrintsAndEndsWithOneEnd() {
        SandboxProcess process = start(Command.shell("echo out; sleep 0.2; echo err >&2"));

        List<OutputChunk> chunks = process.output().collectList().block(PATIENCE);

        assertThat(chunks.subList(0, chunks.size() - 1))
                .map(Object::toString)
                .containsExactly("STDOUT: out\n", "STDERR: err\n");
        assertThat(chunks.get(chunks.size() - 1))
                .isInstanceOfSatisfying(
                        OutputChunk.End.class, end -> assertThat(end.outcome()).isEqualTo(new Outcome.Success()));
    }

    @Test
    void tellsItsEndAlsoWhenNobodyReadsItsOutput() {
        SandboxProcess process = start(Command.shell("echo unread; exit 7"));

        assertThat(process.exit().block(PATIENCE).exitCode()).hasValue(7);
        assertThat(process.lines().map(OutputLine::text).collectList().block(PATIENCE))
                .containsExactly("unread");
    }

    @Test
    void outlivesTheReaderOfItsOutputWhoLeaves() {
        SandboxProcess process = start(Command.shell(
                "echo ready; sleep 1; i=0; while [ $i -lt 20000 ]; do echo more; i=$((i+1)); done; exit 9"));

        assertThat(process.lines().blockFirst(PATIENCE).text()).isEqualTo("ready");

        assertThat(process.exit().block(PATIENCE).exitCode()).hasValue(9);
    }

    @Test
    void canBeSentASignal() {
        SandboxProcess process =
                start(Command.shell("trap 'echo caught; exit 5' USR1; echo ready; while :; do sleep 0.1; done"));

        StepVerifier.create(process.lines().map(OutputLine::text))
                .expectNext("ready")
                .then(() -> process.signal(Signal.USR1).block(PATIENCE))
                .expectNext("caught")
                .expectComplete()
                .verify(PATIENCE);
        assertThat(process.exit().block(PATIENCE).exitCode()).hasValue(5);
    }

    @Test
    void endsOnATerminalWhoseInputIsStillFed() {
        Flux<byte[]> typed = Flux.concat(Flux.just("exit 3\n".getBytes(StandardCharsets.UTF_8)), Flux.never());

        StepVerifier.create(sandbox.stream(Command.of("sh").withTty().withStdin(typed))
                        .ofType(OutputChunk.End.class)
                        .map(OutputChunk.End::outcome))
                .expectNext(new Outcome.NonZeroExit(3))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void hasATerminalOfTheSizeThatItIsTold() {
        SandboxProcess process = start(Command.shell(
                        "until [ \"$(stty size 2>/dev/null)\" = '30 100' ]; do sleep 0.02; done; echo ready; read -r go; stty size; read -r rest || echo eof")
                .withTty(new TerminalSize(30, 100))
                .withOpenStdin());

        StepVerifier.create(process.lines().map(OutputLine::text).filter(line -> !line.equals("go")))
                .expectNext("ready")
                .then(() -> process.resize(new TerminalSize(40, 120))
                        .then(process.write("go\n"))
                        .block(PATIENCE))
                .expectNext("40 120")
                .then(() -> process.endStdin().block(PATIENCE))
                .expectNext("eof")
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    @Tag("C4")
    void isKilledWithItsWholeTree() {
        SandboxProcess process = start(Command.shell("setsid sleep 7300 & sleep 7300"));

        process.kill(Duration.ZERO).block(PATIENCE);

        assertThat(process.outcome()).contains(new Outcome.Cancelled());
        assertThat(sandbox.exec("ps | grep -v grep | grep -c 'sleep 7300'")
                        .block(PATIENCE)
                        .stdout())
                .isEqualTo("0\n");
    }

    @Test
    @Tag("C4")
    void endsAtItsTimeLimitWhoeverLooks() {
        SandboxProcess process = start(
                Command.of("sleep", "7301").withTimeout(Duration.ofMillis(300)).withGrace(Duration.ZERO));

        assertThat(process.exit().block(PATIENCE).outcome()).isEqualTo(new Outcome.TimedOut(Duration.ofMillis(300)));
    }

    @Test
    void runsInTheBackgroundAndIsFoundAgain() {
        SandboxProcess server = sandbox.startInBackground(Command.shell("echo listening; sleep 7302"))
                .block(PATIENCE);

        SandboxProcess found = sandbox.process(server.id()).orElseThrow();
        assertThat(found.lines().blockFirst(PATIENCE).text()).isEqualTo("listening");
        assertThat(found.lines().blockFirst(PATIENCE).text()).isEqualTo("listening");
        assertThat(found.isRunning()).isTrue();

        found.kill(Duration.ZERO).block(PATIENCE);
        assertThat(server.output().blockLast(PATIENCE)).isInstanceOf(OutputChunk.End.class);
    }

    @Test
    @Tag("C14")
    void keepsABoundedAmountInTheBackgroundAndSaysWhatIsMissing() {
        SandboxProcess process = sandbox.startInBackground(
                        Command.shell("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done")
                                .withRetainedOutput(16 * 1024))
                .block(PATIENCE);
        process.exit().block(PATIENCE);

        List<OutputChunk> chunks = process.output().collectList().block(PATIENCE);

        assertThat(chunks.get(0)).isInstanceOf(OutputChunk.Gap.class);
        long missing = ((OutputChunk.Gap) chunks.get(0)).bytes();
        String kept = String.join("", chunks.stream().map(OutputChunk::text).toList());
        assertThat(kept)
                .endsWith("line 19999\n")
                .hasSizeLessThanOrEqualTo(16 * 1024)
                .hasSizeGreaterThan(8 * 1024);
        assertThat(missing + kept.length())
                .isEqualTo(LongStream.range(0, 20_000)
                        .map(i -> ("line " + i + "\n").length())
                        .sum());
    }

    @Test
    @Tag("C1")
    void cancellingTheStartLeavesNothing() {
        for (int i = 0; i < 10; i++) {
            var starting = sandbox.start(Command.of("sleep", "7303")).subscribe();
            Mono.delay(Duration.ofMillis(3L * i)).block();
            starting.dispose();
        }
        sandbox.processes().forEach(process -> process.kill(Duration.ZERO).block(PATIENCE));
        Eventually.get(
                "sleeps",
                () -> sandbox.exec("ps | grep -v grep | grep -c 'sleep 7303'")
                        .block(PATIENCE)
                        .stdout(),
                "0\n"::equals);
    }
}
