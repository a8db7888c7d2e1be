package dev.enclave.docker.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportValuesTests {

    @Nested
    class Endpoints {

        @ParameterizedTest
        @CsvSource({
            "unix:///var/run/docker.sock, unix:///var/run/docker.sock",
            "/run/user/1000/docker.sock, unix:///run/user/1000/docker.sock",
            "unix:///path with spaces/x.sock, unix:///path with spaces/x.sock",
            "tcp://localhost, tcp://localhost:2375",
            "tcp://10.0.0.1:4243, tcp://10.0.0.1:4243",
            "tcp://[::1]:2375, tcp://[::1]:2375",
            "http://localhost:80, tcp://localhost:80",
            "https://localhost, https://localhost:2376",
            "https://10.0.0.1:4243, https://10.0.0.1:4243",
        })
        void areParsedAsDockerHostWritesThem(String text, String endpoint) {
            assertThat(DockerEndpoint.of(text)).hasToString(endpoint);
            assertThat(DockerEndpoint.of(endpoint)).isEqualTo(DockerEndpoint.of(text));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "docker.sock",
                    "unix://",
                    "unix://relative/x.sock",
                    "tcp://",
                    "tcp://:2375",
                    "tcp://host:0",
                    "tcp://host:65536",
                    "tcp://two words",
                    "ssh://",
                    "https://",
                    "npipe:////./pipe/docker_engine"
                })
        void areRefusedWhenTheyCannotBeUsed(String text) {
            assertThatThrownBy(() -> DockerEndpoint.of(text)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void areRefusedWhenThePathIsRelative() {
            assertThatThrownBy(() -> DockerEndpoint.unix(Path.of("x.sock")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Tls {

        @Test
        void changesTheUsualPortOnly() {
            TlsOptions tls = TlsOptions.ofDirectory(Path.of("/certs"));

            assertThat(DockerEndpoint.of("tcp://host", tls)).isEqualTo(DockerEndpoint.tls("host", 2376, tls));
            assertThat(DockerEndpoint.of("tcp://host:2375", tls)).isEqualTo(DockerEndpoint.tls("host", 2375, tls));
            assertThat(DockerEndpoint.of("https://host", tls)).isEqualTo(DockerEndpoint.tls("host", 2376, tls));
            assertThat(DockerEndpoint.of("/x.sock", tls)).isEqualTo(DockerEndpoint.unix(Path.of("/x.sock")));
        }

        @Test
        void needsACertificateAndItsKeyTogether() {
            assertThatThrownBy(() -> new TlsOptions(null, Pem.text("x"), null, true))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new TlsOptions(null, null, Pem.text("x"), true))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Versions {

        @Test
        void areOrderedByTheirNumbersNotTheirText() {
            assertThat(ApiVersion.of("1.9")).isLessThan(ApiVersion.of("1.41"));
            assertThat(ApiVersion.of("1.100")).isGreaterThan(ApiVersion.of("1.51"));
            assertThat(ApiVersion.of("2.0")).isGreaterThan(ApiVersion.of("1.99"));
            assertThat(ApiVersion.of("1.41").isAtLeast(ApiVersion.of("1.41"))).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "1", "v1.41", "1.41.0", "1.x", "1.99999", "-1.4", ".41", "1.", "1.+4", "1. 4", "1.४१"})
        void areRefusedWhenTheyAreNotTwoNumbers(String text) {
            assertThatThrownBy(() -> ApiVersion.of(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + text + "'");
        }
    }

    @Nested
    class Options {

        @Test
        void areRefusedOutOfTheirRange() {
            assertThatThrownBy(() -> PoolOptions.DEFAULTS.withMaxConnections(0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new PoolOptions(1, -1, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> TimeoutOptions.DEFAULTS.withConnect(Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("connect");
            assertThatThrownBy(() -> TimeoutOptions.DEFAULTS.withResponse(Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("response");
        }
    }
}
