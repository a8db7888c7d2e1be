package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.engine.support.Mark;
import dev.enclave.engine.support.UnderWay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.test.StepVerifier;

@Tag("C2")
@DisplayName("The container engine is asked for a bounded number of launches and removals at a time")
class EngineCallsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BOUND = 2;
    private static final int SANDBOXES = 16;

    private final UnderWay underWay = new UnderWay();
    private final DockerClient client =
            DockerClient.builder().observer(underWay).build();
    private final Mark mark = Mark.create();
    private final SandboxSpec spec = mark.busybox().build();

    private final SandboxEngine engine = SandboxEngine.builder()
            .dockerClient(client)
            .orphanWatch(false)
            .engineCallsAtOnce(BOUND)
            .build();

    /** The first sandbox brings the agent to the container engine, in a container that is never started. */
    @BeforeEach
    void bringTheAgent() {
        engine.create(spec).flatMap(Sandbox::remove).block(PATIENCE);
        underWay.reset();
    }

    @AfterEach
    void close() {
        engine.close().then(client.close()).block(PATIENCE);
        assertThat(mark.containers()).isEmpty();
    }

    @Test
    void howeverManyAreWanted() {
        Flux.range(0, SANDBOXES)
                .flatMap(index -> engine.use(spec, sandbox -> sandbox.exec("true")), SANDBOXES)
                .map(ExecResult::isSuccess)
                .distinct()
                .as(StepVerifier::create)
                .expectNext(true)
                .expectComplete()
                .verify(PATIENCE);

        assertThat(underWay.launched()).isEqualTo(SANDBOXES);
        assertThat(underWay.most()).isEqualTo(BOUND);
    }

    @Test
    @Tag("C1")
    void andWhoCancelsWhileWaitingIsNotLaunched() {
        engine.create(spec).block(PATIENCE);

        StepVerifier.create(Flux.range(0, SANDBOXES)
                        .flatMap(index -> engine.use(spec, sandbox -> Mono.just(index)), SANDBOXES))
                .expectNextCount(1)
                .thenCancel()
                .verify(PATIENCE);
        // All launches of the container engine's that were begun are over, and undone.
        engine.close().block(PATIENCE);

        assertThat(underWay.launched()).isLessThan(SANDBOXES);
        assertThat(underWay.most()).isEqualTo(BOUND);
    }

    @Test
    void andClosingRemovesEverythingWhileOthersWait() {
        int kept = 3;
        Flux.range(0, kept).flatMap(index -> engine.create(spec), kept).blockLast(PATIENCE);
        List<Signal<Sandbox>> outcomes = new ArrayList<>();

        StepVerifier.create(Flux.range(0, SANDBOXES)
                        .flatMap(index -> engine.create(spec).materialize(), SANDBOXES))
                .then(() -> engine.close().block(PATIENCE))
                .recordWith(() -> outcomes)
                .thenConsumeWhile(signal -> true)
                .expectComplete()
                .verify(PATIENCE);

        assertThat(mark.containers()).isEmpty();
        assertThat(outcomes)
                .hasSize(SANDBOXES)
                .allSatisfy(signal -> assertThat(signal.getThrowable()).hasMessageContaining("closed"));
        assertThat(underWay.launched()).isLessThan(SANDBOXES);
    }
}
