package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.SandboxTest;
import dev.enclave.testing.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Timeouts and cancellations as a program that uses sandboxes meets them. What can become of a process tree: CommandKillContract. */
@Tag("C4")
@SandboxTest
class CommandTimeoutIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final Sandbox sandbox;

    CommandTimeoutIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    private ExecResult exec(Command command) {
        return sandbox.exec(command).block(PATIENCE);
    }

    private List<String> processes(String token) {
        return exec(Command.of("ps", "-o", "pid,args"))
                .stdout()
                .lines()
                .filter(line -> line.contains(token))
                .toList();
    }

    @Test
    void endsChildAndGrandchildInASessionOfItsOwnBeforeTheResultArrives() {
        Command tree = Command.shell("echo so far; sh -c 'setsid sleep 7300 & sleep 7300; :' & sleep 7300; :")
                .withTimeout(TIMEOUT);

        ExecResult result = exec(tree);

        assertThat(processes("7300")).isEmpty();
        assertThat(result.status()).isEqualTo(ExecStatus.TIMEOUT);
        assertThat(result.exitCode()).isEmpty();
        assertThat(result.stdout()).isEqualTo("so far\n");
        assertThat(result.duration()).isGreaterThanOrEqualTo(TIMEOUT);
    }

    @Test
    void comesAfterTheGraceWhenTermIsIgnored() {
        Duration grace = Duration.ofSeconds(1);
        Command stubborn = Command.shell("trap '' TERM; while :; do sleep 7301; done")
                .withTimeout(TIMEOUT)
                .withGrace(grace);

        ExecResult result = exec(stubborn);

        assertThat(result.status()).isEqualTo(ExecStatus.TIMEOUT);
        assertThat(result.duration()).isGreaterThanOrEqualTo(TIMEOUT.plus(grace));
        assertThat(processes("7301")).isEmpty();
    }

    @Test
    void nothingOfTheCommandGoesOnAfterIt() {
        Command writer = Command.shell(
                        "(sleep 3; touch /tmp/too-late) & setsid sh -c 'sleep 3; touch /tmp/too-late' & wait")
                .withTimeout(TIMEOUT);

        assertThat(exec(writer).status()).isEqualTo(ExecStatus.TIMEOUT);
        Mono.delay(Duration.ofMillis(2500)).block();
        assertThat(exec(Command.of("test", "-e", "/tmp/too-late")).isSuccess()).isFalse();
    }

    @Test
    void keepsTheLastWordsOfTheCommand() {
        Command polite = Command.shell("trap 'echo ended in order; exit 0' TERM; echo begun; sleep 7302 & wait")
                .withTimeout(TIMEOUT);

        ExecResult result = exec(polite);

        assertThat(result.status()).isEqualTo(ExecStatus.TIMEOUT);
        assertThat(result.stdout()).isEqualTo("begun\nended in order\n");
    }

    @Test
    void reachesACommandWhoseOutputNobodyReads() {
        Flux<OutputChunk> unread = sandbox.stream(Command.of("yes", "7303").withTimeout(TIMEOUT));
        StepVerifier.create(unread, 1)
                .expectNextCount(1)
                .then(() -> Eventually.holds(
                        "the process is gone", () -> processes("7303").isEmpty()))
                .thenRequest(Long.MAX_VALUE)
                .thenConsumeWhile(OutputChunk.Data.class::isInstance)
                .assertNext(end -> assertThat(((OutputChunk.End) end).status()).isEqualTo(ExecStatus.TIMEOUT))
                .expectComplete()
                .verify(PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {124, 137, 143})
    void isNotTakenFromACommandThatExitsByItselfWithTheCodesOfTimeouts(int code) {
        ExecResult result = exec(Command.shell("exit " + code).withTimeout(Duration.ofSeconds(20)));

        assertThat(result.status()).isEqualTo(ExecStatus.ERROR);
        assertThat(result.exitCode()).hasValue(code);
    }

    @Test
    void cancellingKillsTheTreeInTheBackground() {
        Command tree = Command.shell("setsid sleep 7305 & sleep 7305; :");
        StepVerifier.create(sandbox.exec(tree))
                .expectSubscription()
                .then(() -> Eventually.holds(
                        "the processes are there", () -> processes("sleep 7305").size() >= 2))
                .thenCancel()
                .verify(PATIENCE);

        Eventually.get("processes of the cancelled command", () -> processes("7305"), List::isEmpty);
    }

    @Test
    void manyAtOnceAllEndTheirOwn() {
        Flux<ExecResult> all = Flux.range(0, 8)
                .flatMap(
                        i -> sandbox.exec(Command.shell("setsid sleep 7306 & sleep 7306; :")
                                .withTimeout(TIMEOUT)),
                        8);

        StepVerifier.create(all.map(ExecResult::status).distinct())
                .expectNext(ExecStatus.TIMEOUT)
                .expectComplete()
                .verify(PATIENCE);
        assertThat(processes("7306")).isEmpty();
        assertThat(sandbox.state()).isEqualTo(SandboxState.RUNNING);
    }
}
