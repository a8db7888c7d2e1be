package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C8")
class OutOfMemoryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final SandboxSpec SMALL =
            SandboxSpec.builder(TestImages.PYTHON).memory("64m").build();

    private static SandboxEngine engine;

    @BeforeAll
    static void open() {
        TestImages.require(TestImages.PYTHON);
        engine = SandboxEngine.builder().dockerClient(TestEngine.client()).build();
    }

    @AfterAll
    static void close() {
        engine.close().block(PATIENCE);
    }

    @Test
    void isToldWhenTheLimitIsReached() {
        ExecResult result = run("python -c 'x = bytearray(200_000_000)'");

        assertThat(result.status()).isEqualTo(ExecStatus.ERROR);
        assertThat(result.exitCode()).hasValue(137);
        assertThat(result.outOfMemory()).isTrue();
    }

    @Test
    void isNotToldOfAProcessThatKilledItself() {
        ExecResult result = run("kill -9 $$");

        assertThat(result.exitCode()).hasValue(137);
        assertThat(result.outOfMemory()).isFalse();
    }

    @Test
    void isToldAlsoWhenOnlyAChildWasKilled() {
        ExecResult result = run("python -c 'x = bytearray(200_000_000)' || exit 3");

        assertThat(result.exitCode()).hasValue(3);
        assertThat(result.outOfMemory()).isTrue();
    }

    @Test
    void isNotToldOfALaterCommand() {
        ExecResult later = engine.use(
                        SMALL,
                        sandbox -> sandbox.exec("python -c 'x = bytearray(200_000_000)'; exit 0")
                                .then(sandbox.exec("kill -9 $$")))
                .block(PATIENCE);

        assertThat(later.exitCode()).hasValue(137);
        assertThat(later.outOfMemory()).isFalse();
    }

    @Test
    void isToldInADetachedSandboxToo() {
        SandboxSpec detached = SMALL.toBuilder().detached(Duration.ofMinutes(1)).build();

        assertThat(engine.use(detached, sandbox -> sandbox.exec("python -c 'x = bytearray(200_000_000)'"))
                        .block(PATIENCE)
                        .outOfMemory())
                .isTrue();
    }

    @Test
    void leavesTheSandboxAlive() {
        String after = engine.use(
                        SMALL,
                        sandbox -> sandbox.exec("python -c 'x = bytearray(200_000_000)'")
                                .then(sandbox.exec("echo alive")))
                .map(ExecResult::stdout)
                .block(PATIENCE);

        assertThat(after).isEqualTo("alive\n");
    }

    private static ExecResult run(String line) {
        return engine.use(SMALL, sandbox -> sandbox.exec(line)).block(PATIENCE);
    }
}
