package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.engine.support.Mark;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.testing.RandomCases;
import dev.enclave.testing.ScriptedEngine;
import dev.enclave.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@Tag("C1")
@DisplayName("C1: lazy and cancellable")
@SandboxTest
class CancellationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration WHOLE_RUN = Duration.ofMinutes(2);
    private static final int CANCELLATIONS = 200;
    private static final int AT_ONCE = 8;

    private final Mark mark = Mark.create();
    private final SandboxSpec spec = mark.busybox().build();

    @Test
    void sendsNothingBeforeASubscription() {
        try (ScriptedEngine scripted = ScriptedEngine.answering("HTTP/1.1 500 Scripted\r\nContent-Length: 0\r\n\r\n")) {
            DockerClient client = scripted.client();
            SandboxEngine engine = SandboxEngine.builder().dockerClient(client).build();

            List<Publisher<?>> assembled = List.of(
                    engine.create(spec),
                    engine.use(spec, sandbox -> sandbox.exec("true")),
                    engine.useMany(spec, sandbox -> sandbox.stream(Command.of("true"))),
                    engine.find("any"),
                    engine.list(),
                    engine.remove("any"),
                    engine.reap(),
                    engine.pull("busybox"));

            assertThat(assembled).hasSize(8);
            assertThat(scripted.connections()).isEmpty();
            engine.close().then(client.close()).block(PATIENCE);
        }
    }

    @Test
    void runsNoCommandBeforeASubscription(SandboxEngine engine) {
        Mono<Boolean> exists = engine.use(spec, sandbox -> {
            Mono<ExecResult> never = sandbox.exec("touch /sandbox/made");
            assertThat(never).isNotNull();
            return sandbox.exec("test -e /sandbox/made").map(ExecResult::isSuccess);
        });

        exists.as(StepVerifier::create).expectNext(false).expectComplete().verify(PATIENCE);
    }

    @Test
    void makesASandboxForEachSubscription(SandboxEngine engine) {
        Mono<String> id = engine.use(spec, sandbox -> Mono.just(sandbox.id()));

        Mono.zip(id, id)
                .as(StepVerifier::create)
                .assertNext(ids -> assertThat(ids.getT1()).isNotEqualTo(ids.getT2()))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void goesOnForOneSubscriberWhenAnotherCancels(SandboxEngine engine) {
        Flux<OutputChunk> output = engine.useMany(spec, sandbox -> sandbox.stream(Command.shell("echo 1; echo 2")));

        Mono.zip(output.next(), output.collectList())
                .as(StepVerifier::create)
                .assertNext(both -> assertThat(both.getT2()).last().isInstanceOf(OutputChunk.End.class))
                .expectComplete()
                .verify(PATIENCE);
        mark.awaitNone(PATIENCE);
    }

    @Test
    void leavesNothingWhenCancelledAtAnyMoment() {
        Random random = RandomCases.random(0);
        SandboxEngine engine =
                SandboxEngine.builder().dockerClient(TestEngine.client()).build();
        long whole = Flux.range(0, AT_ONCE)
                .flatMap(index -> pipeline(engine, index), AT_ONCE)
                .then(Mono.just(true))
                .elapsed()
                .map(timed -> timed.getT1())
                .block(PATIENCE);

        Flux.range(0, CANCELLATIONS)
                .flatMap(
                        index -> Flux.from(pipeline(engine, index))
                                .takeUntilOther(Mono.delay(Duration.ofMillis(random.nextLong(whole)))),
                        AT_ONCE)
                .then()
                .block(WHOLE_RUN);

        mark.awaitNone(PATIENCE);
        engine.close().as(StepVerifier::create).expectComplete().verify(PATIENCE);
        mark.awaitNone(PATIENCE);
    }

    private Publisher<?> pipeline(SandboxEngine engine, int index) {
        return switch (index % 3) {
            case 0 -> engine.use(spec, sandbox -> sandbox.exec("echo working; sleep 0.1"));
            case 1 -> engine.useMany(spec, sandbox -> sandbox.stream(Command.shell("echo 1; sleep 0.1; echo 2")));
            default -> engine.create(spec).flatMap(Sandbox::remove);
        };
    }
}
