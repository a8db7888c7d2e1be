package dev.enclave.docker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.Output;
import dev.enclave.docker.exec.Execs;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Mono;

/** The same engine, over TCP. */
@OnEverySocket
class TcpIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private TcpProxy proxy;
    private DockerClient client;

    @BeforeEach
    void connect() {
        proxy = TcpProxy.to(TestEngine.client().endpoint().block(SHORT).endpoint());
        client = DockerClient.create(DockerClientOptions.DEFAULTS
                .withEndpoint(proxy.endpoint())
                .withSocketKind(kind)
                .withEventLoopThreads(1));
    }

    @AfterEach
    void disconnect() {
        client.close().block(SHORT);
        proxy.close();
    }

    @Test
    void carriesShortRequests() {
        assertThat(client.system().ping().block(SHORT).osType()).isEqualTo("linux");
        assertThat(client.system().info().block(SHORT).ncpu()).isPositive();
        assertThat(client.endpoint().block(SHORT).endpoint()).isInstanceOf(DockerEndpoint.Tcp.class);
    }

    @Test
    void carriesStreamsBothWaysWithTheEndOfInput() {
        byte[] content = new byte[2_000_000];
        new Random(11).nextBytes(content);
        String container = containers.startIdle();
        String exec = client.execs()
                .create(container, Execs.config("cat").attachStdin(true).build())
                .block(SHORT);
        DuplexStream stream = client.execs().start(exec, false).block(SHORT);

        Mono<Output> echoed = Output.of(stream.output());
        Mono<Boolean> input =
                stream.write(Mono.just(content)).then(stream.endInput()).thenReturn(true);

        assertThat(Mono.zip(echoed, input).block(SHORT).getT1().stdout()).isEqualTo(content);
        assertThat(client.execs().exitCode(exec, SHORT).block(SHORT)).isZero();
    }
}
