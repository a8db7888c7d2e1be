package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.proxy.FaultProxy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** C6 and C7 for whole sandboxes: many streams beside short requests, all kinds of sockets, an older version of the API. */
@SandboxTest
class ConnectionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Nested
    @Tag("C6")
    class ManyStreams {

        private static final int STREAMS = 30;

        @Test
        void doNotDelayShortRequestsAndNewCommands(SandboxEngine engine) {
            AtomicInteger up = new AtomicInteger();
            Sandbox sandbox = Objects.requireNonNull(
                    engine.create(TestSpecs.busybox().build()).block(PATIENCE));
            Disposable streams = Flux.range(0, STREAMS)
                    .flatMap(
                            number -> sandbox.stream(Command.of("sh", "-c", "echo up; exec tail -f /dev/null"))
                                    .doOnNext(chunk -> up.incrementAndGet())
                                    // They end with their sandbox, which is an error for them.
                                    .onErrorComplete(),
                            STREAMS)
                    .subscribe();
            try {
                Eventually.get("streams that are up", up::get, count -> count == STREAMS);

                assertThat(TestEngine.client().system().ping().block(Duration.ofSeconds(5)))
                        .isNotNull();
                assertThat(sandbox.exec("echo new")
                                .block(Duration.ofSeconds(20))
                                .stdout())
                        .isEqualTo("new\n");
            } finally {
                sandbox.remove().block(PATIENCE);
                Eventually.holds("the streams have ended", streams::isDisposed);
            }
        }
    }

    @Nested
    @Tag("C7")
    class Clients {

        static Stream<DockerClient> clients() {
            return Stream.of(
                    DockerClient.builder().socketKind(SocketKind.NIO).build(),
                    DockerClient.builder().apiVersion(ApiVersion.of("1.41")).build(),
                    DockerClient.builder().eventLoopThreads(1).build());
        }

        @ParameterizedTest
        @MethodSource("clients")
        void ofAllKindsCarrySandboxes(DockerClient client) {
            assertThat(thereAndBack(client)).isEqualTo("there and back");
        }

        /** As one of a daemon on another host does: nothing but the API is shared with it. */
        @Test
        void overTcpCarrySandboxesWithTheAgent() {
            try (FaultProxy proxy = FaultProxy.onTcp(TestEngine.endpoint())) {
                DockerClient client = DockerClient.create(DockerClientOptions.DEFAULTS.withEndpoint(proxy.endpoint()));

                assertThat(thereAndBack(client)).isEqualTo("there and back");
            }
        }

        private static String thereAndBack(DockerClient client) {
            SandboxEngine engine = SandboxEngine.builder()
                    .dockerClient(client)
                    .agent(AgentUse.REQUIRED)
                    .orphanWatch(false)
                    .build();
            ExecResult result = engine.use(
                            TestSpecs.busybox().build(),
                            sandbox -> sandbox.exec(Command.of("cat").withStdin("there and back")))
                    .block(PATIENCE);
            engine.close().then(client.close()).block(PATIENCE);
            return result.stdout();
        }
    }
}
