package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.containers.ContainerOperations;
import dev.enclave.docker.images.BuildOptions;
import dev.enclave.docker.images.ImageReference;
import dev.enclave.docker.images.RegistryAuth;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.docker.transport.PoolOptions;
import dev.enclave.docker.transport.TimeoutOptions;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.ScriptedClient;
import dev.enclave.testing.ScriptedConnection;
import dev.enclave.testing.ScriptedEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Waiting has an end where one is set, and the error says what was waited for, and how long. */
@Tag("C8")
class TimeoutsTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final Duration BRIEF = Duration.ofMillis(200);
    private static final TimeoutOptions SILENCE = TimeoutOptions.DEFAULTS.withIdle(BRIEF);
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String EVENT = "15\r\n{\"Type\":\"container\"}\n\r\n";
    private static final String UPGRADED = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
    private static final String FRAME = "\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0002hi";

    @RegisterExtension
    final ScriptedClient scripted = new ScriptedClient();

    private void start(TimeoutOptions timeouts, ScriptedEngine.Script script) {
        startWith(PoolOptions.DEFAULTS, timeouts, script);
    }

    private void startWith(PoolOptions pool, TimeoutOptions timeouts, ScriptedEngine.Script script) {
        scripted.start(script, options -> options.withPool(pool).withTimeouts(timeouts));
    }

    private static void sayOneEvent(ScriptedConnection connection) throws IOException {
        connection.readRequest();
        connection.send(CHUNKED + EVENT);
        connection.awaitEnd();
    }

    @Nested
    class OfSilentStreams {

        @Test
        void endAStreamOfEvents() {
            start(SILENCE, TimeoutsTests::sayOneEvent);

            scripted.client()
                    .system()
                    .events(EventOptions.ALL)
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectErrorSatisfies(error -> assertSilent(error, "GET /events"))
                    .verify(SHORT);
            Eventually.holds(
                    "connection closed",
                    () -> scripted.engine().connections().get(0).hasEnded());
        }

        @Test
        void endAHijackedStream() {
            start(SILENCE, connection -> {
                connection.readRequest();
                connection.send(UPGRADED + FRAME);
                connection.awaitEnd();
            });

            scripted.client()
                    .containers()
                    .attach("c", AttachOptions.OUTPUT)
                    .flatMapMany(DuplexStream::output)
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectErrorSatisfies(error -> assertSilent(error, "POST /containers/c/attach"))
                    .verify(SHORT);
        }

        @Test
        void endTheAnswerToAnUpload() {
            start(SILENCE, connection -> {
                connection.readRequest();
                connection.send(CHUNKED + "11\r\n{\"stream\":\"one\"}\n\r\n");
                connection.awaitEnd();
            });

            scripted.client()
                    .images()
                    .build(BuildOptions.DEFAULTS, Mono.just(new byte[1024]))
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectErrorSatisfies(error -> assertSilent(error, "POST /build"))
                    .verify(SHORT);
            Eventually.holds(
                    "the connection closed",
                    () -> scripted.engine().connections().get(0).hasEnded());
        }

        /** Twice as long as is allowed passes between two requests of the reader. */
        @Test
        void doNotCountWhileNobodyReads() {
            start(SILENCE, connection -> {
                connection.readRequest();
                connection.send(CHUNKED + EVENT);
                connection.send(EVENT + "0\r\n\r\n");
            });

            scripted.client()
                    .system()
                    .events(EventOptions.ALL)
                    .as(events -> StepVerifier.create(events, 1))
                    .expectNextCount(1)
                    .thenAwait(BRIEF.multipliedBy(2))
                    .thenRequest(10)
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SHORT);
        }

        @Test
        void countFromTheLastWrite() {
            int keys = 8;
            start(TimeoutOptions.DEFAULTS.withIdle(Duration.ofSeconds(1)), connection -> {
                connection.readRequest();
                connection.send(UPGRADED);
                connection.readExactly(keys);
                connection.send(FRAME);
            });

            DuplexStream stream = scripted.client()
                    .containers()
                    .attach("c", AttachOptions.ALL)
                    .block(SHORT);
            Flux<byte[]> typed = Flux.range(0, keys).map(i -> new byte[1]).delayElements(BRIEF);
            stream.output()
                    .mergeWith(stream.write(typed).then(Mono.empty()))
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SHORT);
        }

        @Test
        void areOffUnlessTheyAreSet() {
            CountDownLatch quiet = new CountDownLatch(1);
            start(TimeoutOptions.DEFAULTS, connection -> {
                connection.readRequest();
                connection.send(CHUNKED + EVENT);
                connection.await(quiet);
                connection.send(EVENT + "0\r\n\r\n");
            });

            scripted.client()
                    .system()
                    .events(EventOptions.ALL)
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectNoEvent(BRIEF.multipliedBy(2))
                    .then(quiet::countDown)
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SHORT);
        }

        private static void assertSilent(Throwable error, String operation) {
            assertThat(error)
                    .isInstanceOfSatisfying(
                            DockerTimeoutException.class,
                            timeout -> assertThat(timeout.timeout()).isEqualTo(BRIEF))
                    .hasMessage(operation + ": no data within 200 ms");
        }
    }

    @Nested
    class OfStops {

        private static final Duration GRACE = Duration.ofSeconds(1);
        private static final TimeoutOptions HASTY = TimeoutOptions.DEFAULTS.withResponse(BRIEF);

        static List<BiFunction<ContainerOperations, Duration, Mono<Void>>> stops() {
            return List.of(
                    (containers, grace) -> containers.stop("c", grace),
                    (containers, grace) -> containers.restart("c", grace));
        }

        @ParameterizedTest
        @MethodSource("stops")
        void areLongerByTheGrace(BiFunction<ContainerOperations, Duration, Mono<Void>> stop) {
            CountDownLatch stopped = new CountDownLatch(1);
            start(HASTY, connection -> {
                connection.readRequest();
                connection.await(stopped);
                connection.send("HTTP/1.1 204 No Content\r\n\r\n");
            });

            stop.apply(scripted.client().containers(), GRACE)
                    .as(StepVerifier::create)
                    .expectSubscription()
                    .expectNoEvent(BRIEF.multipliedBy(2))
                    .then(stopped::countDown)
                    .expectComplete()
                    .verify(SHORT);
            assertThat(scripted.engine().requests().get(0).target()).endsWith("?t=1");
        }

        @ParameterizedTest
        @MethodSource("stops")
        void haveAnEndAfterTheGrace(BiFunction<ContainerOperations, Duration, Mono<Void>> stop) {
            start(HASTY, ScriptedConnection::awaitEnd);

            stop.apply(scripted.client().containers(), GRACE)
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(
                                    DockerTimeoutException.class,
                                    timeout -> assertThat(timeout.timeout()).isEqualTo(GRACE.plus(BRIEF))))
                    .verify(SHORT);
        }

        /** A container's own setting is not known here. */
        @ParameterizedTest
        @MethodSource("stops")
        void areThoseOfAllRequestsWithoutAGrace(BiFunction<ContainerOperations, Duration, Mono<Void>> stop) {
            start(HASTY, ScriptedConnection::awaitEnd);

            stop.apply(scripted.client().containers(), null)
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(
                                    DockerTimeoutException.class,
                                    timeout -> assertThat(timeout.timeout()).isEqualTo(BRIEF)))
                    .verify(SHORT);
        }
    }

    @Nested
    class OfSingleRequests {

        @Test
        void areThoseOfTheViewThatIsAsked() {
            start(TimeoutOptions.DEFAULTS, ScriptedConnection::awaitEnd);

            scripted.client()
                    .withTimeouts(TimeoutOptions.DEFAULTS.withResponse(BRIEF))
                    .system()
                    .info()
                    .as(StepVerifier::create)
                    .expectErrorMessage("GET /info: no answer within 200 ms")
                    .verify(SHORT);
            scripted.client()
                    .withTimeouts(TimeoutOptions.DEFAULTS.withPullResponse(BRIEF))
                    .images()
                    .pull(ImageReference.of("busybox"), new RegistryAuth("u", "p", "r"))
                    .as(StepVerifier::create)
                    .expectErrorMessage("POST /images/create: no response head within 200 ms")
                    .verify(SHORT);
        }

        @Test
        void leaveTheConnectionsShared() {
            startWith(PoolOptions.DEFAULTS.withMaxConnections(1), TimeoutOptions.DEFAULTS, connection -> {
                while (connection.readRequest() != null) {
                    connection.sendJson(200, "{}");
                }
            });

            scripted.client().system().info().block(SHORT);
            scripted.client().withTimeouts(SILENCE).system().info().block(SHORT);
            scripted.client()
                    .withTimeouts(SILENCE.withResponse(Duration.ofSeconds(9)))
                    .system()
                    .info()
                    .block(SHORT);

            assertThat(scripted.engine().connections()).hasSize(1);
        }
    }
}
