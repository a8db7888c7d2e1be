package dev.enclave.engine.internal.process;

import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.LogConfig;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/** A container of BusyBox in which a contract test runs commands. */
final class ContractContainer {

    private final String name = TestRun.name("runner");
    private final AtomicBoolean killed = new AtomicBoolean();

    String name() {
        return name;
    }

    /** Whether the last resort was used: the whole sandbox was killed. */
    boolean isKilled() {
        return killed.get();
    }

    ContainerConfig.Builder config(List<String> entrypoint, HostConfig.Builder host, RunnerFixture.Needs needs) {
        return ContainerConfig.builder(TestImages.require(TestImages.BUSYBOX))
                .entrypoint(entrypoint)
                .labels(TestRun.labels())
                .hostConfig(host.networkMode("none")
                        .pidsLimit((long) needs.pids())
                        .logConfig(LogConfig.NONE)
                        .build());
    }

    /** Where the commands run, and what they inherit. */
    ExecTarget target() {
        Mono<Void> kill =
                TestEngine.client().containers().kill(name, "SIGKILL").doOnSubscribe(subscription -> killed.set(true));
        return new ExecTarget(
                "contract",
                name,
                null,
                "/",
                Map.of("INHERITED", "from sandbox", "OVERRIDDEN", "by sandbox"),
                () -> false,
                kill);
    }

    void remove() {
        TestEngine.client().containers().remove(name, RemoveOptions.FORCE).block(RunnerFixture.PATIENCE);
    }
}
