package dev.enclave.docker.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.testing.ScriptedEngine;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What a prune asks of old and of new engines. */
@Tag("C7")
class VolumeRequestsTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final String NOTHING = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    @Test
    void pruningAllIsToldToEnginesThatWouldSpareNamedVolumes() {
        assertThat(target(new ApiVersion(1, 42), PruneVolumesOptions.ALL))
                .isEqualTo("POST /v1.42/volumes/prune?filters={\"all\":[\"true\"]}");
        assertThat(target(new ApiVersion(1, 41), PruneVolumesOptions.ALL)).isEqualTo("POST /v1.41/volumes/prune");
        assertThat(target(new ApiVersion(1, 42), PruneVolumesOptions.ANONYMOUS.withFilter("label", "a")))
                .isEqualTo("POST /v1.42/volumes/prune?filters={\"label\":[\"a\"]}");
    }

    @Test
    void pruningAnonymousOnesIsNotAskedOfEnginesThatWouldRemoveAll() {
        try (ScriptedEngine engine = ScriptedEngine.answering(NOTHING)) {
            DockerClient client = client(engine, new ApiVersion(1, 41));

            client.volumes()
                    .prune(PruneVolumesOptions.ANONYMOUS)
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(ApiVersionException.class)
                            .hasMessageContaining("API 1.41 would remove volumes with names"))
                    .verify(SHORT);

            assertThat(engine.requests()).isEmpty();
            client.close().block(SHORT);
        }
    }

    private static String target(ApiVersion version, PruneVolumesOptions options) {
        try (ScriptedEngine engine = ScriptedEngine.answering(NOTHING)) {
            DockerClient client = client(engine, version);
            VolumesPruned pruned = client.volumes().prune(options).block(SHORT);
            client.close().block(SHORT);
            assertThat(pruned).isEqualTo(new VolumesPruned(null, null));
            return URLDecoder.decode(engine.requests().get(0).target(), StandardCharsets.UTF_8);
        }
    }

    private static DockerClient client(ScriptedEngine engine, ApiVersion version) {
        return DockerClient.builder()
                .endpoint(engine.endpoint().toString())
                .apiVersion(version)
                .build();
    }
}
