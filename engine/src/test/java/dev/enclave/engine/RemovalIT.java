package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.system.EngineEvent;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.engine.support.Mark;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@Tag("C2")
@DisplayName("C2: always cleaned up")
@SandboxTest
class RemovalIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** What removal may take on a busy machine; an orderly stop would take ten seconds, and reading a stalled stream twenty. */
    private static final Duration WITHOUT_A_STOP = Duration.ofSeconds(8);

    private final DockerClient client = TestEngine.client();
    private final Mark mark = Mark.create();
    private final SandboxSpec spec = mark.busybox().build();
    private final AtomicReference<String> container = new AtomicReference<>();

    private Mono<ExecResult> remembered(Sandbox sandbox, String shellLine) {
        container.set(sandbox.containerName());
        return sandbox.exec(shellLine);
    }

    /** Completes empty when the sandbox's container has gone; emits its state otherwise. */
    private Mono<String> leftContainer() {
        return Mono.defer(() -> client.containers().inspect(container.get()))
                .map(left -> String.valueOf(left.state()))
                .onErrorComplete(NotFoundException.class);
    }

    @Test
    void hasGoneWhenTheValueOfAUseArrives(SandboxEngine engine) {
        engine.use(spec, sandbox -> remembered(sandbox, "true"))
                .flatMap(value -> leftContainer())
                .as(StepVerifier::create)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void hasGoneWhenAnEmptyUseCompletes(SandboxEngine engine) {
        engine.use(spec, sandbox -> remembered(sandbox, "true").then(Mono.empty()))
                .then(Mono.defer(this::leftContainer))
                .as(StepVerifier::create)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void hasGoneWhenTheErrorOfAUseArrives(SandboxEngine engine) {
        engine.use(spec, sandbox -> remembered(sandbox, "true").then(Mono.error(new Expected())))
                .onErrorResume(Expected.class, e -> leftContainer())
                .as(StepVerifier::create)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void hasGoneWhenTheFunctionOfAUseThrows(SandboxEngine engine) {
        engine.use(spec, sandbox -> {
                    container.set(sandbox.containerName());
                    throw new Expected();
                })
                .onErrorResume(Expected.class, e -> leftContainer())
                .as(StepVerifier::create)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void hasGoneWhenAStreamCompletes(SandboxEngine engine) {
        engine.useMany(spec, sandbox -> remembered(sandbox, "true").thenMany(sandbox.stream(Command.of("ls", "/"))))
                .thenMany(Flux.defer(this::leftContainer))
                .as(StepVerifier::create)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void hasGoneWhenTheErrorOfAStreamArrives(SandboxEngine engine) {
        engine.useMany(spec, sandbox -> remembered(sandbox, "true").thenMany(Flux.error(new Expected())))
                .onErrorResume(Expected.class, e -> leftContainer())
                .as(StepVerifier::create)
                .expectNextCount(0)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void isRemovedAfterACancellation(SandboxEngine engine) {
        engine.useMany(spec, sandbox -> sandbox.stream(Command.shell("echo begun; sleep 100")))
                .as(StepVerifier::create)
                .expectNextCount(1)
                .thenCancel()
                .verify(PATIENCE);

        mark.awaitNone(WITHOUT_A_STOP);
    }

    @Test
    void takesOneForcedDeleteAndNoStop(SandboxEngine engine) {
        Instant begin = Instant.now();
        engine.use(spec, sandbox -> sandbox.exec("true")).block(PATIENCE);

        assertThat(endOf(begin)).containsExactly("kill 9", "die 137", "destroy");
    }

    @Test
    void isSharedByAllWhoAskForIt(SandboxEngine engine) {
        Instant begin = Instant.now();
        Sandbox sandbox = engine.create(spec).block(PATIENCE);

        Flux.range(0, 10)
                .flatMap(index -> sandbox.remove())
                .then(Mono.defer(sandbox::remove))
                .as(StepVerifier::create)
                .expectComplete()
                .verify(PATIENCE);

        assertThat(sandbox.state()).isEqualTo(SandboxState.REMOVED);
        assertThat(endOf(begin)).containsExactly("kill 9", "die 137", "destroy");
    }

    @Test
    void goesOnWhenASubscriberCancels(SandboxEngine engine) {
        Sandbox sandbox = engine.create(spec).block(PATIENCE);

        sandbox.remove().as(StepVerifier::create).thenCancel().verify(PATIENCE);

        mark.awaitNone(WITHOUT_A_STOP);
        Eventually.holds("removed", () -> sandbox.state() == SandboxState.REMOVED);
    }

    @Test
    void makesCommandsFailAsGone(SandboxEngine engine) {
        Sandbox sandbox = engine.create(spec).block(PATIENCE);
        sandbox.remove().block(PATIENCE);

        sandbox.exec("true")
                .as(StepVerifier::create)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(SandboxGoneException.class)
                        .hasMessageContaining(sandbox.id())
                        .hasMessageContaining("removed"))
                .verify(PATIENCE);
    }

    @Test
    void bySomebodyElseIsSeen(SandboxEngine engine) {
        Sandbox sandbox = engine.create(spec).block(PATIENCE);

        client.containers()
                .remove(sandbox.containerName(), RemoveOptions.FORCE)
                .then(sandbox.exec("true"))
                .as(StepVerifier::create)
                .expectError(SandboxGoneException.class)
                .verify(PATIENCE);

        Eventually.holds("failed", () -> sandbox.state() == SandboxState.FAILED);
        assertThat(engine.find(sandbox.id()).blockOptional(PATIENCE)).isEmpty();
        sandbox.remove().as(StepVerifier::create).expectComplete().verify(PATIENCE);
    }

    @Test
    void isNotHeldUpByAStreamThatNobodyReads(SandboxEngine engine) throws InterruptedException {
        Instant begin = Instant.now();
        Sandbox sandbox = engine.create(spec).block(PATIENCE);
        CountDownLatch first = new CountDownLatch(1);
        BaseSubscriber<OutputChunk> stalled = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.request(1);
            }

            @Override
            protected void hookOnNext(OutputChunk chunk) {
                first.countDown();
            }

            @Override
            protected void hookOnError(Throwable error) {
                // The end of a stream whose sandbox is removed.
            }
        };
        sandbox.stream(Command.of("yes")).subscribe(stalled);
        assertThat(first.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        awaitBlockedWriter(sandbox);

        sandbox.remove().as(StepVerifier::create).expectComplete().verify(WITHOUT_A_STOP);

        assertThat(endOf(begin)).containsExactly("kill 9", "die 137", "destroy");
        stalled.cancel();
    }

    /** Once all buffers on the way are full, the writer sleeps in its write. */
    private static void awaitBlockedWriter(Sandbox sandbox) {
        Eventually.get(
                "time that the writer has used, twice the same",
                () -> Flux.range(0, 2)
                        .concatMap(index -> sandbox.exec("cut -d' ' -f14,15 /proc/$(pidof yes)/stat")
                                .map(ExecResult::stdout)
                                .delayElement(Duration.ofMillis(100)))
                        .distinct()
                        .count()
                        .block(PATIENCE),
                different -> different == 1);
    }

    /** What the engine tells about the ends of this test's containers. */
    private List<String> endOf(Instant begin) {
        return Eventually.get(
                "events",
                () -> client.system()
                        .events(EventOptions.ALL
                                .between(begin, Instant.now())
                                .withFilter("type", "container")
                                .withFilter("event", "kill", "stop", "die", "destroy")
                                .withFilter("label", Mark.LABEL + "=" + mark.value()))
                        .map(RemovalIT::describe)
                        .collectList()
                        .block(PATIENCE),
                seen -> seen.contains("destroy"));
    }

    private static String describe(EngineEvent event) {
        return switch (event.action()) {
            case "kill" -> "kill " + event.actor().attributes().get("signal");
            case "die" -> "die " + event.actor().attributes().get("exitCode");
            default -> event.action();
        };
    }

    private static final class Expected extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
