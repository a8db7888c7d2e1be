package dev.enclave.docker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.Output;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.exec.Execs;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TinyTar;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What works over every kind of endpoint: each shape of request once, with the real engine at the other end. */
abstract class EndpointContract {

    static final Duration SHORT = Duration.ofSeconds(60);

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    DockerClient client;

    /** Returns how the engine is reached. */
    abstract DockerEndpoint endpoint();

    DockerClientOptions options() {
        return DockerClientOptions.DEFAULTS
                .withEndpoint(endpoint())
                .withSocketKind(kind)
                .withEventLoopThreads(1);
    }

    @BeforeEach
    void connect() {
        client = DockerClient.create(options());
    }

    @AfterEach
    void disconnect() {
        client.close().block(SHORT);
    }

    @Test
    void carriesShortRequests() {
        assertThat(client.system().ping().block(SHORT).osType()).isEqualTo("linux");
        assertThat(client.system().info().block(SHORT).ncpu()).isPositive();
        assertThat(client.endpoint().block(SHORT).endpoint()).isEqualTo(endpoint());
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

    @Test
    void followsLogsToTheirEnd() {
        String container = containers.start(TestContainers.config("sh", "-c", "echo one; sleep 0.2; echo two"));

        Output logs = Output.of(client.containers().logs(container, LogOptions.DEFAULTS.following()))
                .block(SHORT);

        assertThat(logs.out()).isEqualTo("one\ntwo\n");
    }

    @Test
    void uploadsAndDownloads() {
        byte[] large = new byte[1_000_000];
        new Random(7).nextBytes(large);
        String container = containers.create(TestContainers.config("true"));
        byte[] tar = new TinyTar().file("large", large).bytes();

        client.containers()
                .putArchive(container, "/", Flux.just(tar).concatMap(Mono::just))
                .block(SHORT);
        byte[] back = client.containers()
                .getArchive(container, "/large")
                .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                .map(ByteArrayOutputStream::toByteArray)
                .block(SHORT);

        assertThat(TinyTar.read(back).get("large")).isEqualTo(large);
    }
}
