package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.images.BuildOptions;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.docker.transport.TimeoutOptions;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.ScriptedClient;
import dev.enclave.testing.ScriptedEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Uploads to an engine that stops to read. */
@OnEverySocket
class StalledUploadTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final CountDownLatch end = new CountDownLatch(1);

    @Parameter
    SocketKind kind;

    @RegisterExtension
    final ScriptedClient scripted = new ScriptedClient();

    private void start(ScriptedEngine.Script script) {
        scripted.start(
                script,
                options ->
                        options.withSocketKind(kind).withTimeouts(new TimeoutOptions(SHORT, PATIENCE, PATIENCE, null)));
    }

    @AfterEach
    void goOn() {
        end.countDown();
    }

    @Test
    @Tag("C8")
    void endWithATimeoutAndCancelTheirSource() {
        start(connection -> {
            connection.readExactly(1_000);
            connection.await(end);
        });
        List<BiFunction<DockerClient, Flux<byte[]>, Publisher<?>>> uploads = List.of(
                (docker, tar) -> docker.containers().putArchive("c", "/", tar),
                (docker, tar) -> docker.images().load(tar),
                (docker, tar) -> docker.images().build(BuildOptions.DEFAULTS, tar));
        for (BiFunction<DockerClient, Flux<byte[]>, Publisher<?>> upload : uploads) {
            AtomicBoolean cancelled = new AtomicBoolean();
            Flux<byte[]> tar = Flux.range(0, 100_000).map(i -> new byte[50_000]).doOnCancel(() -> cancelled.set(true));

            StepVerifier.create(upload.apply(scripted.client(), tar))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(DockerTimeoutException.class)
                            .hasMessageContaining("no progress of the upload within 300 ms"))
                    .verify(SHORT);
            Eventually.holds("the source is cancelled", cancelled::get);
        }
    }

    @Test
    void areNotThoseWhoseSourceIsQuiet() {
        start(connection -> {
            while (connection.readRequest() != null) {
                connection.sendJson(200, "{}");
            }
        });

        scripted.client()
                .containers()
                .putArchive(
                        "c",
                        "/",
                        Flux.concat(
                                Mono.just(new byte[10_000]),
                                Mono.delay(PATIENCE.multipliedBy(4)).thenReturn(new byte[10_000])))
                .as(StepVerifier::create)
                .expectComplete()
                .verify(SHORT);
    }
}
