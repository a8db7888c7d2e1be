package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.system.EngineInfo;
import dev.enclave.docker.transport.PoolOptions;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.docker.transport.TimeoutOptions;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.ScriptedClient;
import dev.enclave.testing.ScriptedConnection;
import dev.enclave.testing.ScriptedEngine;
import dev.enclave.testing.ScriptedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Short requests when the other side closes, stalls or talks nonsense: no real engine can be made to do it at the right moment. */
@Tag("C8")
class PooledConnectionsTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final String INFO = "{\"ServerVersion\":\"1\"}";
    private static final ContainerConfig CONFIG = ContainerConfig.builder("x").build();

    @RegisterExtension
    final ScriptedClient scripted = new ScriptedClient();

    private void start(SocketKind kind, ScriptedEngine.Script script) {
        // With one connection at most, the second request can only use that of the first.
        scripted.start(
                script, options -> options.withSocketKind(kind).withPool(PoolOptions.DEFAULTS.withMaxConnections(1)));
    }

    private void start(ScriptedEngine.Script script) {
        start(SocketKind.AUTO, script);
    }

    private void useOptions(TimeoutOptions timeouts, PoolOptions pool) {
        scripted.renew(options -> options.withTimeouts(timeouts).withPool(pool));
    }

    /** An engine that closes each connection after its first answer, without saying so before. */
    @Nested
    class AfterTheEngineClosedAnIdleConnection {

        @ParameterizedTest
        @EnumSource(
                value = SocketKind.class,
                names = {"EPOLL", "NIO"})
        void whatOnlyReadsGoesOnWithANewOne(SocketKind kind) {
            start(kind, this::answerOnce);

            for (int i = 0; i < 20; i++) {
                assertThat(scripted.client().containers().inspect("c").block(SHORT))
                        .isNotNull();
                awaitClosed(i);
            }
        }

        @ParameterizedTest
        @EnumSource(
                value = SocketKind.class,
                names = {"EPOLL", "NIO"})
        void aCreateIsNeverCarriedOutTwice(SocketKind kind) {
            start(kind, this::answerOnce);

            int lost = 0;
            for (int i = 0; i < 20; i++) {
                Boolean done = scripted.client()
                        .containers()
                        .create("c", CONFIG)
                        .thenReturn(true)
                        .onErrorReturn(ConnectionLostException.class, false)
                        .block(SHORT);
                lost += Boolean.TRUE.equals(done) ? 0 : 1;
            }

            assertThat(scripted.engine().requests()).hasSize(20 - lost);
        }

        private void answerOnce(ScriptedConnection connection) throws IOException {
            connection.readRequest();
            connection.sendJson(200, "{\"Id\":\"c1\"}");
        }
    }

    /** An engine that reads the second request of a connection and closes instead of answering. */
    @Nested
    class WhenAReusedConnectionDiesUnderTheRequest {

        @ParameterizedTest
        @EnumSource(
                value = SocketKind.class,
                names = {"EPOLL", "NIO"})
        void aGetIsRepeatedOnce(SocketKind kind) {
            start(kind, this::answerOnceThenDie);
            scripted.client().system().info().block(SHORT);

            scripted.client()
                    .system()
                    .info()
                    .as(StepVerifier::create)
                    .assertNext(info -> assertThat(info.serverVersion()).isEqualTo("1"))
                    .expectComplete()
                    .verify(SHORT);

            assertThat(lines()).hasSize(3).containsOnly("GET /v1.41/info");
        }

        @ParameterizedTest
        @EnumSource(
                value = SocketKind.class,
                names = {"EPOLL", "NIO"})
        void aCreateIsNotRepeatedAndSaysThatItMayHaveBeenCarriedOut(SocketKind kind) {
            start(kind, this::answerOnceThenDie);
            scripted.client().system().info().block(SHORT);

            scripted.client()
                    .containers()
                    .create("c", CONFIG)
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(
                                    ConnectionLostException.class,
                                    lost -> assertThat(lost.mayHaveBeenCarriedOut())
                                            .isTrue())
                            .hasMessageContaining("POST /containers/create"))
                    .verify(SHORT);

            assertThat(lines()).containsExactly("GET /v1.41/info", "POST /v1.41/containers/create?name=c");
        }

        @Test
        void aGetIsRepeatedOutsideOfThePoolWhereOthersMayBeDeadToo() {
            CountDownLatch both = new CountDownLatch(2);
            start(connection -> {
                connection.readRequest();
                both.countDown();
                connection.await(both);
                connection.sendJson(200, INFO);
                connection.readRequest();
            });
            useOptions(TimeoutOptions.DEFAULTS, PoolOptions.DEFAULTS);
            Mono.zip(
                            scripted.client().system().info(),
                            scripted.client().system().info())
                    .block(SHORT);

            assertThat(scripted.client().system().info().block(SHORT).serverVersion())
                    .isEqualTo("1");

            assertThat(lines()).hasSize(4);
        }

        private void answerOnceThenDie(ScriptedConnection connection) throws IOException {
            connection.readRequest();
            connection.sendJson(200, INFO);
            connection.readRequest();
        }
    }

    @Nested
    class WhenEveryConnectionDies {

        @Test
        void aGetFailsAfterOneRepetition() {
            start(connection -> connection.readRequest());

            scripted.client()
                    .system()
                    .info()
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(
                                    ConnectionLostException.class,
                                    lost -> assertThat(lost.mayHaveBeenCarriedOut())
                                            .isFalse()))
                    .verify(SHORT);

            assertThat(scripted.engine().requests()).hasSize(2);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Id\":",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"Id\":1\r\n",
                    "HTTP/1.1 20"
                })
        void anAnswerThatIsCutOffIsNeverTakenForWhole(String answer) {
            start(connection -> {
                connection.readRequest();
                connection.send(answer);
            });

            scripted.client()
                    .containers()
                    .create("c", CONFIG)
                    .as(StepVerifier::create)
                    .expectError(ConnectionLostException.class)
                    .verify(SHORT);
        }
    }

    @Nested
    class WhenTheEngineIsSlow {

        @Test
        void theResponseTimeoutEndsTheRequestAndClosesItsConnection() {
            start(connection -> {
                connection.readRequest();
                connection.awaitEnd();
            });
            useOptions(TimeoutOptions.DEFAULTS.withResponse(Duration.ofMillis(200)), PoolOptions.DEFAULTS);

            scripted.client()
                    .containers()
                    .create("c", CONFIG)
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(DockerTimeoutException.class)
                            .hasMessageContaining("no answer within 200 ms"))
                    .verify(SHORT);

            awaitClosed(0);
        }

        @Test
        void aRequestThatFindsNoFreeConnectionInTimeSaysSo() {
            CountDownLatch release = new CountDownLatch(1);
            start(connection -> {
                connection.readRequest();
                connection.await(release);
                connection.sendJson(200, INFO);
            });
            useOptions(TimeoutOptions.DEFAULTS, new PoolOptions(1, 10, Duration.ofMillis(200), Duration.ofSeconds(5)));
            Mono<?> first = scripted.client().system().info().cache();
            first.subscribe();
            Eventually.holds(
                    "first request arrived", () -> scripted.engine().requests().size() == 1);

            scripted.client()
                    .system()
                    .info()
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(DockerTimeoutException.class)
                            .hasMessageContaining("no free connection in the pool within 200 ms"))
                    .verify(SHORT);

            release.countDown();
            assertThat(first.block(SHORT)).isNotNull();
        }

        @Test
        void moreWaitingRequestsThanAllowedAreRefusedWithATypedError() {
            CountDownLatch release = new CountDownLatch(1);
            start(connection -> {
                while (connection.readRequest() != null) {
                    connection.await(release);
                    connection.sendJson(200, INFO);
                }
            });
            useOptions(TimeoutOptions.DEFAULTS, new PoolOptions(1, 1, Duration.ofSeconds(20), Duration.ofSeconds(5)));
            Mono<List<EngineInfo>> two = Flux.range(0, 2)
                    .flatMap(i -> scripted.client().system().info())
                    .collectList()
                    .cache();
            two.subscribe();
            Eventually.holds(
                    "first request arrived", () -> scripted.engine().requests().size() == 1);

            scripted.client()
                    .system()
                    .info()
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(DockerException.class)
                            .hasMessageContaining("pool"))
                    .verify(SHORT);

            release.countDown();
            assertThat(two.block(SHORT)).hasSize(2);
        }
    }

    @Test
    void anUnusedConnectionIsClosedByItself() {
        start(connection -> {
            while (connection.readRequest() != null) {
                connection.sendJson(200, INFO);
            }
        });
        scripted.renew(
                options -> options.withPool(new PoolOptions(4, 10, Duration.ofSeconds(5), Duration.ofMillis(200))));

        scripted.client().system().info().block(SHORT);

        awaitClosed(0);
    }

    @Test
    @Tag("C1")
    void cancellingARequestClosesItsConnection() {
        start(connection -> {
            connection.readRequest();
            connection.awaitEnd();
        });

        scripted.client()
                .containers()
                .remove("c", RemoveOptions.FORCE)
                .as(StepVerifier::create)
                .then(() -> Eventually.holds(
                        "request arrived", () -> scripted.engine().requests().size() == 1))
                .thenCancel()
                .verify(SHORT);

        awaitClosed(0);
    }

    @Test
    @Tag("C1")
    void nothingIsSentBeforeSubscriptionAndEachSubscriptionIsARequest() {
        start(connection -> {
            while (connection.readRequest() != null) {
                connection.sendJson(200, INFO);
            }
        });

        Mono<?> info = scripted.client().system().info();
        assertThat(scripted.engine().connections()).isEmpty();
        info.block(SHORT);
        info.block(SHORT);

        assertThat(lines()).containsExactly("GET /v1.41/info", "GET /v1.41/info");
        assertThat(scripted.engine().connections()).hasSize(1);
    }

    private void awaitClosed(int connection) {
        Eventually.holds(
                "connection " + connection + " closed",
                () -> scripted.engine().connections().get(connection).hasEnded());
    }

    private List<String> lines() {
        return scripted.engine().requests().stream()
                .map(ScriptedRequest::target)
                .toList();
    }
}
