package dev.enclave.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.transport.DockerEndpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestEngineTests {

    @TempDir
    Path directory;

    @Test
    void failsWithAdviceWhereNoEngineAnswers() {
        DockerClientOptions options =
                DockerClientOptions.DEFAULTS.withEndpoint(DockerEndpoint.unix(directory.resolve("none.sock")));

        assertThatThrownBy(() -> TestEngine.connect(options))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("./enclave test")
                .hasMessageContaining("DOCKER_HOST")
                .hasMessageContaining("none.sock");
    }
}
