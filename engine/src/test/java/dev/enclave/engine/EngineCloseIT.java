package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.containers.ListContainersOptions;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.RandomCases;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/** An engine that is closed while it makes sandboxes. */
@Tag("C2")
class EngineCloseIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 10;
    private static final int SANDBOXES = 3;

    @Test
    void closedAtAnyMomentLeavesNothingAndTellsEveryoneWhoWaits() {
        RandomCases.check(ROUNDS, random -> {
            String mark = TestRun.name("closing");
            SandboxSpec spec =
                    TestSpecs.busybox().label("enclave.test.closing", mark).build();
            // A client of its own, which is closed with it.
            SandboxEngine engine = SandboxEngine.builder().orphanWatch(false).build();
            Mono<List<Signal<Sandbox>>> created = Flux.range(0, SANDBOXES)
                    .flatMap(i -> engine.create(spec).materialize(), SANDBOXES)
                    .collectList()
                    .cache();
            created.subscribe();
            Mono.delay(Duration.ofMillis(random.nextInt(600))).block();

            engine.close().block(PATIENCE);

            assertThat(containers(mark)).as("left after close").isEmpty();
            // Not one of those who wait is forgotten.
            assertThat(created.block(PATIENCE)).isNotEmpty();
        });
    }

    @Test
    void makesNoSandboxesAnyMore() {
        SandboxEngine engine =
                SandboxEngine.builder().dockerClient(TestEngine.client()).build();
        engine.close().block(PATIENCE);

        Signal<Sandbox> refused =
                engine.create(TestSpecs.busybox().build()).materialize().block(PATIENCE);

        assertThat(refused.getThrowable()).isInstanceOf(SandboxException.class).hasMessageContaining("closed");
    }

    private static List<String> containers(String mark) {
        return TestEngine.client()
                .containers()
                .list(ListContainersOptions.ALL.withFilter("label", "enclave.test.closing=" + mark))
                .flatMapIterable(container -> container.names())
                .collectList()
                .block(PATIENCE);
    }
}
