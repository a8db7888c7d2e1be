package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.enclave.docker.images.PullProgress;
import dev.enclave.engine.support.EngineWitness;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.ShellImage;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.LocalRegistry;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** C12: what can be seen of sandboxes from outside: events, log lines, the progress of pulls. */
@Tag("C12")
@SandboxTest
class ObservabilityIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Nested
    class Events {

        private final SandboxEngine own = SandboxEngine.builder()
                .dockerClient(TestEngine.client())
                .orphanWatch(false)
                .build();

        @AfterEach
        void close() {
            own.close().block(PATIENCE);
        }

        @Test
        void tellTheLifeOfASandbox() {
            List<String> ids = new ArrayList<>();

            StepVerifier.create(own.events()
                            .doOnNext(event -> ids.add(event.sandboxId()))
                            .map(SandboxEvent::state))
                    .then(() -> own.use(
                                    TestSpecs.busybox().build(),
                                    sandbox -> Mono.fromRunnable(() -> ids.add(sandbox.id())))
                            .block(PATIENCE))
                    .expectNext(SandboxState.RUNNING, SandboxState.REMOVING, SandboxState.REMOVED)
                    .then(() -> own.close().block(PATIENCE))
                    .expectComplete()
                    .verify(PATIENCE);
            assertThat(ids).hasSize(4).containsOnly(ids.get(0));
        }

        @Test
        void tellThatAContainerEndedByItself() {
            Sandbox sandbox = Objects.requireNonNull(
                    own.create(TestSpecs.busybox().build()).block(PATIENCE));

            StepVerifier.create(own.events())
                    .then(() -> TestEngine.client()
                            .containers()
                            .kill(sandbox.containerName(), "KILL")
                            .block(PATIENCE))
                    .assertNext(event -> {
                        assertThat(event.sandboxId()).isEqualTo(sandbox.id());
                        assertThat(event.state()).isEqualTo(SandboxState.FAILED);
                    })
                    .thenCancel()
                    .verify(PATIENCE);
            assertThat(sandbox.state()).isEqualTo(SandboxState.FAILED);
            assertThat(sandbox.info().state()).isEqualTo(SandboxState.FAILED);
        }

        @Test
        void comeFromTheContainerEngineInOrder() {
            EngineWitness witness = new EngineWitness();

            own.use(witness.mark(TestSpecs.busybox()), sandbox -> Mono.empty()).block(PATIENCE);

            assertThat(witness.actions())
                    .containsSubsequence("create", "attach", "start", "die", "destroy")
                    .doesNotContain("stop");
        }
    }

    @Nested
    class LogLines {

        private final Logger lifecycle = (Logger) LoggerFactory.getLogger("dev.enclave.lifecycle");
        private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

        @BeforeEach
        void listen() {
            lines.start();
            lifecycle.addAppender(lines);
            lifecycle.setLevel(Level.DEBUG);
            lifecycle.setAdditive(false);
        }

        @AfterEach
        void stop() {
            lifecycle.detachAppender(lines);
            lifecycle.setLevel(null);
            lifecycle.setAdditive(true);
        }

        @Test
        void beginWithTheIdOfTheSandbox(SandboxEngine engine) {
            String id = engine.use(TestSpecs.busybox().build(), sandbox -> Mono.just(sandbox.id()))
                    .block(PATIENCE);

            assertThat(List.copyOf(lines.list))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .filteredOn(line -> line.contains(Objects.requireNonNull(id)))
                    .containsExactly(id + " RUNNING", id + " REMOVING", id + " REMOVED");
        }

        @Test
        void sayThatAnImageIsPulled(SandboxEngine engine) {
            try (LocalRegistry registry = LocalRegistry.open()) {
                String image = ShellImage.push(registry);
                SandboxSpec spec = SandboxSpec.builder(image)
                        .label(TestRun.LABEL, TestRun.ID)
                        .build();

                ExecResult result =
                        engine.use(spec, sandbox -> sandbox.exec("echo pulled")).block(PATIENCE);

                assertThat(result.stdout()).isEqualTo("pulled\n");
                assertThat(List.copyOf(lines.list))
                        .extracting(ILoggingEvent::getFormattedMessage)
                        .contains("pulling image " + image);
                ShellImage.remove(image);
            }
        }
    }

    @Test
    void aPullTellsItsProgress(SandboxEngine engine) {
        try (LocalRegistry registry = LocalRegistry.open()) {
            String image = ShellImage.push(registry);

            List<PullProgress> steps =
                    Objects.requireNonNull(engine.pull(image).collectList().block(PATIENCE));

            assertThat(steps).extracting(PullProgress::status).contains("Pulling fs layer", "Pull complete");
            ShellImage.remove(image);
        }
    }

    @Test
    void aPullThatFailsIsAnErrorOfTheCreationThatSaysWhatToTry(SandboxEngine engine) {
        try (LocalRegistry registry = LocalRegistry.open()) {
            SandboxSpec spec = SandboxSpec.of(registry.address() + "/" + TestRun.name("missing"));

            StepVerifier.create(engine.create(spec))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(ImageUnavailableException.class)
                            .hasMessageContaining(spec.image())
                            .hasMessageContaining("docker login"))
                    .verify(PATIENCE);
        }
    }
}
