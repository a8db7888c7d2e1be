package dev.enclave.docker.internal.stream;

import static dev.enclave.docker.internal.stream.EngineBytes.UPGRADED;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.images.BuildOptions;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.ScriptedClient;
import dev.enclave.testing.ScriptedConnection;
import dev.enclave.testing.ScriptedEngine;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Closing a client while it is in use: what is in flight ends with an error, and nothing stays open. */
@OnEverySocket
class ClientClosingTests {

    private static final Duration SHORT = Duration.ofSeconds(20);

    @Parameter
    SocketKind kind;

    @RegisterExtension
    final ScriptedClient scripted = new ScriptedClient();

    private void start(ScriptedEngine.Script script) {
        scripted.start(script, options -> options.withSocketKind(kind));
    }

    private DuplexStream attach() {
        return scripted.client().containers().attach("c", AttachOptions.ALL).block(SHORT);
    }

    @Test
    @Tag("C8")
    void endsEverythingInFlightWithAnError() {
        start(connection -> {
            String request = connection.readRequest().line();
            if (request.contains("attach")) {
                connection.send(UPGRADED);
            } else if (!request.contains("/info")) {
                connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            }
            connection.awaitEnd();
        });
        Flux<?> all = Flux.mergeDelayError(
                8,
                failing(scripted.client()
                        .images()
                        .build(BuildOptions.DEFAULTS, Flux.<byte[]>never().startWith(new byte[1024]))),
                failing(scripted.client()
                        .containers()
                        .attach("c", AttachOptions.ALL)
                        .flatMapMany(DuplexStream::output)),
                failing(scripted.client().containers().logs("c", LogOptions.DEFAULTS.following())),
                failing(scripted.client().system().events(EventOptions.ALL)),
                failing(scripted.client().system().info().flux()));

        StepVerifier.create(all)
                .then(() -> Eventually.get(
                        "connections", () -> scripted.engine().connections().size(), count -> count == 5))
                .then(() -> Eventually.get(
                        "whole requests", () -> scripted.engine().requests().size(), count -> count == 4))
                .then(() -> scripted.client().close().block(SHORT))
                .expectNextCount(5)
                .expectComplete()
                .verify(SHORT);

        awaitAllClosed(5);
    }

    @Test
    @Tag("C8")
    void isSeenByWhoComesOrAsksOnlyLater() {
        start(ClientClosingTests::staySilent);
        DuplexStream early = attach();
        DuplexStream late = attach();

        StepVerifier.create(early.output(), 0)
                .then(() -> scripted.client().close().block(SHORT))
                .thenRequest(1)
                .expectError(ConnectionLostException.class)
                .verify(SHORT);
        StepVerifier.create(late.output())
                .expectError(ConnectionLostException.class)
                .verify(SHORT);
    }

    @Test
    @Tag("C8")
    void endsAStreamThatWaitsForItsHead() {
        start(connection -> {
            connection.readRequest();
            connection.awaitEnd();
        });

        StepVerifier.create(scripted.client().system().events(EventOptions.ALL))
                .then(() -> Eventually.holds(
                        "asked", () -> scripted.engine().requests().size() == 1))
                .then(() -> scripted.client().close().block(SHORT))
                .expectError(ConnectionLostException.class)
                .verify(SHORT);
    }

    private static Flux<Throwable> failing(Flux<?> operation) {
        return operation
                .ignoreElements()
                .cast(Throwable.class)
                .onErrorResume(Mono::just)
                .flux();
    }

    private static void staySilent(ScriptedConnection connection) throws IOException {
        connection.readRequest();
        connection.send(UPGRADED);
        connection.awaitEnd();
    }

    private void awaitAllClosed(int count) {
        Eventually.holds(
                "all connections closed",
                () -> scripted.engine().connections().stream()
                                .filter(ScriptedConnection::hasEnded)
                                .count()
                        == count);
    }
}
