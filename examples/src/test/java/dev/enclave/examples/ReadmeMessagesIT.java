package dev.enclave.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.mount.Mount;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messages that the README explains are those that users see. (Permission on the socket needs a user who has none.) */
@Tag("C8")
class ReadmeMessagesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static SandboxEngine engine;
    private static String readme;

    @BeforeAll
    static void open() throws IOException {
        TestImages.require(TestImages.PYTHON);
        engine = SandboxEngine.builder().dockerClient(TestEngine.client()).build();
        readme = onOneLine(Files.readString(Path.of("../README.md")));
    }

    @AfterAll
    static void close() {
        engine.close().block(PATIENCE);
    }

    @Test
    void theEngineDoesNotRun(@TempDir Path empty) {
        DockerClient client = DockerClient.create(DockerEndpoint.unix(empty.resolve("docker.sock")));

        Throwable failure = catchThrowable(() -> client.system().ping().block(PATIENCE));

        client.close().block(PATIENCE);
        assertThat(failure).hasMessageStartingWith("cannot reach a container engine at unix://");
        assertThat(readme).contains(from("(GET /_ping): ", failure.getMessage()));
    }

    @Test
    void theImageCannotBePulled() {
        Throwable failure = failureOf(SandboxSpec.of("127.0.0.1:1/pyton:3.11"));

        assertThat(failure)
                .hasMessageStartingWith(
                        "image '127.0.0.1:1/pyton:3.11' is not there and cannot be pulled: POST /images/create answered 500: Get ");
        assertThat(readme)
                .contains(
                        "image 'pyton:3.11' is not there and cannot be pulled: POST /images/create answered 500: Get ")
                .contains(from("(check its name", failure.getMessage()));
    }

    @Test
    void aPathIsRefused() {
        Throwable failure = failureOf(SandboxSpec.of(TestImages.PYTHON).withMount(Mount.bind("/etc", "/data")));

        assertThat(readme).contains(failure.getMessage());
    }

    @Test
    void theMemoryIsUsedUp() {
        SandboxSpec small = SandboxSpec.builder(TestImages.PYTHON).memory("64m").build();

        ExecResult result = engine.use(small, sandbox -> sandbox.exec("python -c 'x = bytearray(200_000_000)'"))
                .block(PATIENCE);

        assertThat(result.outOfMemory()).isTrue();
        assertThat(readme).contains(result.toString());
    }

    private static Throwable failureOf(SandboxSpec spec) {
        return catchThrowable(
                () -> engine.use(spec, sandbox -> sandbox.exec("true")).block(PATIENCE));
    }

    private static String from(String begin, String message) {
        assertThat(message).contains(begin);
        return message.substring(message.indexOf(begin));
    }

    private static String onOneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
