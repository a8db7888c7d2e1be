package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestEngine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.test.StepVerifier;

/** How commands end, and what is told of those whose end is not known. */
@Tag("C8")
@SandboxTest
class OutcomesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SandboxEngine engine;
    private final Sandbox sandbox;

    OutcomesIT(SandboxEngine engine, Sandbox sandbox) {
        this.engine = engine;
        this.sandbox = sandbox;
    }

    /** Else nearly every test here would be one of the exec API, and none would say so. */
    @Test
    void byDefaultTheAgentIsTheFirstProcess() {
        assertThat(sandbox.exec("cat /proc/1/comm").block(PATIENCE).stdout()).isEqualTo("agent\n");
    }

    @Test
    void aStreamHasExactlyOneEndAndItIsLast() {
        List<OutputChunk> chunks = sandbox.stream(Command.shell("echo out; echo err >&2; exit 7"))
                .collectList()
                .block(PATIENCE);

        assertThat(chunks).filteredOn(OutputChunk.End.class::isInstance).hasSize(1);
        OutputChunk.End end = (OutputChunk.End) chunks.get(chunks.size() - 1);
        assertThat(end.status()).isEqualTo(ExecStatus.ERROR);
        assertThat(end.exitCode()).hasValue(7);
        assertThat(end.outputLost()).isFalse();
    }

    @Test
    void eachSubscriptionIsARunOfItsOwn() {
        Mono<ExecResult> count = sandbox.exec("echo run >>/tmp/runs; wc -l </tmp/runs");

        assertThat(count.block(PATIENCE).stdout()).isEqualTo("1\n");
        assertThat(count.block(PATIENCE).stdout()).isEqualTo("2\n");
    }

    @Test
    void aProgramThatCannotBeStartedIsAnErrorThatNamesItAndTheSandbox() {
        StepVerifier.create(sandbox.exec(Command.of("/no/such/program", "argument")))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(CommandStartException.class)
                        .hasMessageContaining("sandbox " + sandbox.id())
                        .hasMessageContaining("'/no/such/program' cannot be started"))
                .verify(PATIENCE);
        assertThat(sandbox.state()).isEqualTo(SandboxState.RUNNING);
    }

    @Test
    void aStreamOfOneCarriesNothingThatTheProgramDidNotPrint() {
        StepVerifier.create(sandbox.stream(Command.of("/no/such/program")))
                .expectError(CommandStartException.class)
                .verify(PATIENCE);
    }

    @Test
    void aProgramThatTheShellDoesNotFindIsAResult() {
        ExecResult result = sandbox.exec("no-such-program").block(PATIENCE);

        assertThat(result.exitCode()).hasValue(127);
        assertThat(result.stderr()).contains("no-such-program");
    }

    @Test
    void commandsOfARemovedSandboxSayThatItHasGone() {
        Sandbox removed = engine.create(TestSpecs.busybox().build()).block(PATIENCE);
        removed.remove().block(PATIENCE);

        StepVerifier.create(removed.exec("true"))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(SandboxGoneException.class)
                        .hasMessageContaining(removed.id())
                        .hasMessageContaining("has been removed"))
                .verify(PATIENCE);
        StepVerifier.create(removed.stream(Command.of("true")))
                .expectError(SandboxGoneException.class)
                .verify(PATIENCE);
    }

    @Test
    void commandsThatRunWhileTheirSandboxIsRemovedEndAsCancelled() {
        Mono<ExecResult> result = engine.use(TestSpecs.busybox().build(), one -> {
            Mono<ExecResult> running = one.exec("echo begun; sleep 7400").cache();
            return running.or(
                    Mono.delay(Duration.ofMillis(500)).then(one.remove()).then(running));
        });

        StepVerifier.create(result)
                .assertNext(ended -> assertThat(ended.status()).isEqualTo(ExecStatus.CANCELLED))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void commandsWhoseContainerIsKilledFromOutsideAreErrorsNotSuccesses() {
        Mono<ExecResult> result = engine.use(TestSpecs.busybox().build(), one -> {
            Mono<ExecResult> killed = Mono.delay(Duration.ofMillis(500))
                    .then(TestEngine.client().containers().kill(one.containerName(), "SIGKILL"))
                    .then(Mono.never());
            return Mono.firstWithSignal(one.exec("echo begun; sleep 7401"), killed);
        });

        // Whether the exit code can still be asked for is a race with the removal of the container.
        Signal<ExecResult> end = result.materialize().block(PATIENCE);
        if (end.isOnError()) {
            assertThat(end.getThrowable()).isInstanceOf(SandboxGoneException.class);
        } else {
            assertThat(end.get().status()).isEqualTo(ExecStatus.ERROR);
            assertThat(end.get().exitCode()).hasValue(137);
            assertThat(end.get().outOfMemory()).isFalse();
        }
    }

    @Test
    void aSandboxWhoseContainerHasEndedIsFailedAndSaysSo() {
        Sandbox doomed = engine.create(TestSpecs.busybox().build()).block(PATIENCE);
        TestEngine.client().containers().kill(doomed.containerName(), "SIGKILL").block(PATIENCE);

        Eventually.get("state", doomed::state, SandboxState.FAILED::equals);
        StepVerifier.create(doomed.exec("true"))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(SandboxGoneException.class)
                        .hasMessageContaining("its container has ended"))
                .verify(PATIENCE);
        doomed.remove().block(PATIENCE);
    }

    @Test
    void textIsWholeWhereverTheEngineCutsIt() {
        String line = "äöü€😀";
        ExecResult result = sandbox.exec(Command.of(
                        "sh", "-c", "i=0; while [ $i -lt 4000 ]; do printf %s \"$0\"; i=$((i+1)); done", line))
                .block(PATIENCE);
        String streamed = sandbox.stream(Command.of(
                        "sh", "-c", "i=0; while [ $i -lt 4000 ]; do printf %s \"$0\"; i=$((i+1)); done", line))
                .map(OutputChunk::text)
                .reduce("", String::concat)
                .block(PATIENCE);

        assertThat(result.stdout()).isEqualTo(line.repeat(4000));
        assertThat(streamed).isEqualTo(line.repeat(4000));
    }

    @Test
    @Tag("C15")
    void theContextOfTheSubscriberReachesTheInput() {
        Flux<byte[]> input = Flux.deferContextual(
                context -> Mono.just(context.<String>get("who").getBytes(StandardCharsets.UTF_8)));

        ExecResult result = sandbox.exec(Command.of("cat").withStdin(input))
                .contextWrite(context -> context.put("who", "from the context"))
                .block(PATIENCE);

        assertThat(result.stdout()).isEqualTo("from the context");
    }
}
