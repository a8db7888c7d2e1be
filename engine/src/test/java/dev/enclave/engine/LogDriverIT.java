package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.LogConfig;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.TestEngine;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** C14: the engine's logs of sandboxes do not grow unseen. */
@Tag("C14")
@SandboxTest
class LogDriverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void nothingIsKeptOfSandboxesThatEndWithThisProcess(Sandbox sandbox) {
        assertThat(logConfig(sandbox).type()).isEqualTo("none");
    }

    @Test
    void whatIsKeptOfDetachedSandboxesIsCapped(SandboxEngine engine) {
        SandboxSpec spec = TestSpecs.busybox().detached(Duration.ofMinutes(2)).build();

        LogConfig log = engine.use(
                        spec,
                        sandbox -> Mono.fromCallable(() -> logConfig(sandbox)).subscribeOn(Schedulers.boundedElastic()))
                .block(PATIENCE);

        assertThat(log.type()).isEqualTo("json-file");
        assertThat(log.config()).containsEntry("max-size", "1m").containsEntry("max-file", "2");
    }

    private static LogConfig logConfig(Sandbox sandbox) {
        HostConfig config = Objects.requireNonNull(TestEngine.client()
                        .containers()
                        .inspect(sandbox.containerName())
                        .block(PATIENCE))
                .hostConfig();
        return Objects.requireNonNull(Objects.requireNonNull(config).logConfig());
    }
}
