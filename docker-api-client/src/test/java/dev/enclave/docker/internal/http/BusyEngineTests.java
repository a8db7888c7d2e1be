package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.EngineUnreachableException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.system.EngineInfo;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.docker.transport.TimeoutOptions;
import dev.enclave.testing.ScriptedConnection;
import dev.enclave.testing.ScriptedEngine;
import dev.enclave.testing.ScriptedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A Unix socket whose queue is full refuses at once where TCP waits: many connections at the same moment must not fail for that (C6). */
@OnEverySocket
@Tag("C6")
class BusyEngineTests {

    private static final Duration SHORT = Duration.ofSeconds(20);

    @Parameter
    SocketKind kind;

    @Test
    void isWaitedForByRequestsAndStreamsUntilItAccepts() {
        CountDownLatch gate = new CountDownLatch(1);
        try (ScriptedEngine engine = ScriptedEngine.busyUntil(gate, BusyEngineTests::answer)) {
            DockerClient client = DockerClient.create(engine.options().withSocketKind(kind));
            Mono<List<EngineInfo>> requests =
                    Flux.range(0, 10).flatMap(i -> client.system().info(), 10).collectList();
            Mono<Long> streams = Flux.range(0, 20)
                    .flatMap(i -> client.containers().logs("c", LogOptions.DEFAULTS), 20)
                    .count();

            Mono.zip(requests, streams)
                    .as(StepVerifier::create)
                    .expectSubscription()
                    .expectNoEvent(Duration.ofMillis(200))
                    .then(gate::countDown)
                    .assertNext(both -> {
                        assertThat(both.getT1()).hasSize(10);
                        assertThat(both.getT2()).isZero();
                    })
                    .expectComplete()
                    .verify(SHORT);
            client.close().block(SHORT);
        }
    }

    @Test
    @Tag("C8")
    void isGivenUpAfterTheConnectTimeout() {
        try (ScriptedEngine engine = ScriptedEngine.busyUntil(new CountDownLatch(1), BusyEngineTests::answer)) {
            DockerClient client = DockerClient.create(engine.options()
                    .withSocketKind(kind)
                    .withTimeouts(TimeoutOptions.DEFAULTS
                            .withConnect(Duration.ofMillis(300))
                            .withResponse(Duration.ofMillis(600))));

            Flux.range(0, 10)
                    .flatMap(
                            i -> client.containers()
                                    .logs("c", LogOptions.DEFAULTS)
                                    .then(Mono.<Throwable>empty())
                                    .onErrorResume(Mono::just),
                            10)
                    .filter(EngineUnreachableException.class::isInstance)
                    .take(1)
                    .as(StepVerifier::create)
                    .assertNext(error -> assertThat(error).hasMessageContaining("too busy to accept"))
                    .expectComplete()
                    .verify(SHORT);
            client.close().block(SHORT);
        }
    }

    private static void answer(ScriptedConnection connection) throws IOException {
        ScriptedRequest request = connection.readRequest();
        while (request != null) {
            connection.sendJson(200, request.line().contains("/info") ? "{}" : "");
            request = connection.readRequest();
        }
    }
}
