package dev.enclave.benchmarks.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.benchmarks.measure.BenchContainer;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.DockerEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FloorIT {

    private static final String IMAGE = "busybox:latest";
    private static final byte[] PING = Requests.plain("GET", "/_ping");

    private Target target;
    private FloorClient client;

    @BeforeEach
    void connect() {
        DockerClient found = DockerClient.create();
        DockerEndpoint endpoint = found.endpoint().block(Duration.ofSeconds(10)).endpoint();
        found.close().block(Duration.ofSeconds(10));
        target = new Target(endpoint, ApiVersion.MINIMUM, IMAGE, null);
        client = new FloorClient(target.socket().orElseThrow());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    @Test
    void goesOnWithTheSameConnectionAfterAnswersOfEachKind() throws IOException {
        try (BenchContainer container = BenchContainer.idle(target)) {
            byte[] inspect = Requests.plain("GET", "/containers/" + container.name() + "/json");
            byte[] missing = Requests.plain("GET", "/containers/enclave-none/json");

            for (int i = 0; i < 3; i++) {
                client.call(PING, 200);
                client.call(inspect, 200);
                client.call(missing, 404);
            }
            assertThat(client.fetch(PING)).isEqualTo("OK");
        }
    }

    @Test
    void failsWithAnotherStatusThanExpected() {
        assertThatThrownBy(() -> client.call(PING, 204))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("200");
        assertThatThrownBy(() -> client.fetch(Requests.plain("GET", "/containers/enclave-none/json")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("404");
    }

    @Test
    void countsWhatACommandPrintsWithoutTheFramesAroundIt() throws IOException {
        try (BenchContainer container = BenchContainer.idle(target)) {
            String created = client.fetch(Requests.post(
                    "/containers/" + container.name() + "/exec",
                    "{\"Cmd\":[\"head\",\"-c\",\"1000000\",\"/dev/zero\"],\"AttachStdout\":true}"));
            String exec = created.substring(created.indexOf("\"Id\":\"") + 6, created.lastIndexOf('"'));

            try (FloorStream stream =
                    client.stream(Requests.upgrade("/exec/" + exec + "/start", "{\"Detach\":false,\"Tty\":false}"))) {
                assertThat(stream.readAll()).isEqualTo(1_000_000);
            }
        }
    }

    @Test
    void writesToAnAttachedContainer() throws IOException {
        ContainerConfig.Builder echo = ContainerConfig.builder(IMAGE)
                .cmd(List.of("cat"))
                .openStdin(true)
                .stdinOnce(true);
        try (BenchContainer container = BenchContainer.start(target, echo);
                FloorStream stream = client.stream(Requests.upgrade(
                        "/containers/" + container.name() + "/attach?stream=1&stdin=1&stdout=1", "{}"))) {
            stream.write("there and back".getBytes(StandardCharsets.US_ASCII));
            stream.endInput();

            assertThat(stream.readAll()).isEqualTo("there and back".length());
        }
    }
}
