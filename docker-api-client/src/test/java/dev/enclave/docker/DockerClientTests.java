package dev.enclave.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.ScriptedEngine;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class DockerClientTests {

    private static final Duration SHORT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Nested
    class Creation {

        @Test
        @Tag("C1")
        @Tag("C9")
        void opensNothingAndStartsNoThread() {
            long before = eventLoops();
            try (ScriptedEngine engine = ScriptedEngine.answering("")) {
                DockerClient client = engine.client();

                assertThat(engine.connections()).isEmpty();
                assertThat(eventLoops()).isEqualTo(before);
                client.close().block(SHORT);
            }
        }

        private static long eventLoops() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("enclave-"))
                    .count();
        }
    }

    @Nested
    @Tag("C8")
    class Unreachable {

        @ParameterizedTest
        @EnumSource(value = SocketKind.class, mode = EnumSource.Mode.EXCLUDE, names = "KQUEUE")
        void tellsOfAMissingSocketForRequestsAndStreams(SocketKind kind) {
            assertUnreachable(kind, DockerEndpoint.unix(directory.resolve("none.sock")), "there is no such socket");
        }

        @ParameterizedTest
        @EnumSource(value = SocketKind.class, mode = EnumSource.Mode.EXCLUDE, names = "KQUEUE")
        void tellsOfASocketOnWhichNobodyListens(SocketKind kind) throws Exception {
            Path stale = directory.resolve("stale.sock");
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(stale));
            }

            assertUnreachable(kind, DockerEndpoint.unix(stale), "nothing listens there");
        }

        @ParameterizedTest
        @EnumSource(value = SocketKind.class, mode = EnumSource.Mode.EXCLUDE, names = "KQUEUE")
        void tellsOfAFileThatIsNoSocket(SocketKind kind) throws Exception {
            Path file = Files.createFile(directory.resolve("file"));

            assertUnreachable(kind, DockerEndpoint.unix(file), "nothing listens there");
        }

        @ParameterizedTest
        @EnumSource(value = SocketKind.class, mode = EnumSource.Mode.EXCLUDE, names = "KQUEUE")
        void tellsOfAPathThatIsTooLongForASocket(SocketKind kind) {
            assertUnreachable(kind, DockerEndpoint.unix(directory.resolve("x".repeat(150))), "");
        }

        @ParameterizedTest
        @EnumSource(value = SocketKind.class, mode = EnumSource.Mode.EXCLUDE, names = "KQUEUE")
        void tellsOfAClosedPort(SocketKind kind) {
            DockerEndpoint closed;
            try (ScriptedEngine engine = ScriptedEngine.onTcp(connection -> {})) {
                closed = engine.endpoint();
            }

            assertUnreachable(kind, closed, "nothing listens there");
        }

        @Test
        void tellsOfAHostThatNobodyKnows() {
            assertUnreachable(
                    SocketKind.AUTO,
                    DockerEndpoint.tcp("no-such-host.invalid", 2375),
                    "name of its host cannot be resolved");
        }

        private static void assertUnreachable(SocketKind kind, DockerEndpoint endpoint, String advice) {
            DockerClient client = DockerClient.create(DockerClientOptions.DEFAULTS
                    .withEndpoint(endpoint)
                    .withSocketKind(kind)
                    .withEventLoopThreads(1)
                    .withApiVersion(ApiVersion.MINIMUM));
            Flux<?> request = client.containers()
                    .create("c", ContainerConfig.builder("x").build())
                    .flux();
            Flux<?> stream = client.containers().logs("c", LogOptions.DEFAULTS);
            for (Flux<?> operation : new Flux<?>[] {request, stream}) {
                operation
                        .as(StepVerifier::create)
                        .expectErrorSatisfies(error -> assertThat(error)
                                .isInstanceOf(EngineUnreachableException.class)
                                .hasMessageContaining(endpoint.toString())
                                .hasMessageContaining("the client's options")
                                .hasMessageContaining(advice))
                        .verify(SHORT);
            }
            client.close().block(SHORT);
        }
    }

    @Nested
    class KindsOfSockets {

        @Test
        @EnabledOnOs(OS.LINUX)
        void areTheOnesThatWereAskedFor() {
            assertAnswers(SocketKind.EPOLL, "enclave-epoll");
            assertAnswers(SocketKind.NATIVE, "enclave-epoll");
            assertAnswers(SocketKind.NIO, "enclave-nio");
        }

        private static void assertAnswers(SocketKind kind, String thread) {
            try (ScriptedEngine engine = ScriptedEngine.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
                DockerClient client = DockerClient.create(engine.options().withSocketKind(kind));
                client.system()
                        .ping()
                        .map(pong -> Thread.currentThread().getName())
                        .as(StepVerifier::create)
                        .assertNext(name -> assertThat(name).startsWith(thread))
                        .expectComplete()
                        .verify(SHORT);
                client.close().block(SHORT);
            }
        }

        @Test
        @EnabledOnOs(OS.LINUX)
        void areRefusedWhereThePlatformDoesNotHaveThem() {
            try (ScriptedEngine engine = ScriptedEngine.answering("")) {
                DockerClient client = DockerClient.create(engine.options().withSocketKind(SocketKind.KQUEUE));
                client.system()
                        .ping()
                        .as(StepVerifier::create)
                        .expectErrorSatisfies(error -> assertThat(error)
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContainingAll("SocketKind.KQUEUE is not present", "AUTO or NIO"))
                        .verify(SHORT);
                client.close().block(SHORT);
            }
        }
    }

    @Nested
    class Arguments {

        @Test
        @Tag("C8")
        void thatAreIllegalAreRefusedAtOnce() {
            DockerClient client = DockerClient.create(DockerEndpoint.unix(directory.resolve("none.sock")));

            assertThatThrownBy(() -> client.containers().start("")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.containers().inspect("../images"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.containers().create("c", null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> client.images().remove("a/../b", true))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Closing {

        @Test
        void canBeRepeatedAndHappensWithoutUse() {
            DockerClient client = DockerClient.create(DockerEndpoint.unix(directory.resolve("none.sock")));

            Mono.when(client.close(), client.close())
                    .then(client.close())
                    .as(StepVerifier::create)
                    .expectComplete()
                    .verify(SHORT);
        }

        @Test
        @Tag("C8")
        void endsWhatComesAfterItWithAnError() {
            try (ScriptedEngine engine = ScriptedEngine.answering("HTTP/1.1 304 X\r\n\r\n")) {
                DockerClient client = engine.client();
                client.containers().start("c").block(SHORT);
                client.close().block(SHORT);

                for (Flux<?> operation : new Flux<?>[] {
                    client.containers().start("c").flux(), client.system().events(EventOptions.ALL)
                }) {
                    operation
                            .as(StepVerifier::create)
                            .expectErrorSatisfies(error -> assertThat(error)
                                    .isInstanceOf(IllegalStateException.class)
                                    .hasMessageContaining("closed"))
                            .verify(SHORT);
                }
            }
        }

        @Test
        @Tag("C9")
        void endsTheThreadsAndConnections() {
            try (ScriptedEngine engine = ScriptedEngine.onUnixSocket(connection -> {
                connection.readRequest();
                connection.send("HTTP/1.1 304 X\r\n\r\n");
                connection.awaitEnd();
            })) {
                DockerClient client = engine.client();
                Thread loop = client.containers()
                        .start("c")
                        .then(Mono.fromSupplier(Thread::currentThread))
                        .block(SHORT);
                assertThat(loop.getName()).startsWith("enclave-");

                client.close().block(SHORT);

                Eventually.holds("the thread has ended", () -> !loop.isAlive());
                Eventually.holds(
                        "the connection has gone",
                        () -> engine.connections().get(0).hasEnded());
            }
        }
    }
}
