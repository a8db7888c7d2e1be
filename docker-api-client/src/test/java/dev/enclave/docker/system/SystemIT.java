package dev.enclave.docker.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.TestEngine;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import reactor.test.StepVerifier;

@OnEverySocket
@Tag("C7")
class SystemIT {

    private static final Duration SHORT = Duration.ofSeconds(20);

    @Parameter
    SocketKind kind;

    private DockerClient client() {
        return TestEngine.client(kind);
    }

    @Test
    @Conformance("system.ping")
    void pingTellsTheVersionAndKindOfTheEngine() {
        client().system()
                .ping()
                .as(StepVerifier::create)
                .assertNext(ping -> {
                    assertThat(ping.apiVersion()).isGreaterThanOrEqualTo(ApiVersion.MINIMUM);
                    assertThat(ping.engine()).isNotNull();
                    assertThat(ping.osType()).isEqualTo("linux");
                })
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    @Conformance("system.version")
    void versionTellsWhatTheEngineIsMadeOf() {
        client().system()
                .version()
                .as(StepVerifier::create)
                .assertNext(version -> {
                    assertThat(version.version()).isNotBlank();
                    assertThat(version.os()).isEqualTo("linux");
                    assertThat(ApiVersion.of(version.apiVersion())).isGreaterThanOrEqualTo(ApiVersion.MINIMUM);
                    assertThat(version.components())
                            .isNotEmpty()
                            .allSatisfy(part -> assertThat(part.name()).isNotBlank());
                })
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    @Conformance("system.info")
    void infoDescribesTheHost() {
        client().system()
                .info()
                .as(StepVerifier::create)
                .assertNext(info -> {
                    assertThat(info.osType()).isEqualTo("linux");
                    assertThat(info.ncpu()).isPositive();
                    assertThat(info.memTotal()).isGreaterThan(1_000_000);
                    assertThat(info.runtimes()).containsKey(info.defaultRuntime());
                })
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    void theVersionSpokenIsTheEnginesNewestUpToOurs() {
        ApiVersion engines = client().system().ping().block(SHORT).apiVersion();

        client().apiVersion()
                .as(StepVerifier::create)
                .expectNext(engines.isAtLeast(ApiVersion.MAXIMUM) ? ApiVersion.MAXIMUM : engines)
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    void theEndpointNamesTheRuleThatChoseIt() {
        assertThat(client().endpoint().block(SHORT).origin()).isNotBlank();
    }

    @Test
    @Tag("C8")
    @Conformance({"system.info", "system.events"})
    void aPinnedVersionThatTheEngineDoesNotSpeakIsATypedError() {
        DockerClient pinned = DockerClient.create(DockerClientOptions.DEFAULTS
                .withSocketKind(kind)
                .withEventLoopThreads(1)
                .withApiVersion(new ApiVersion(1, 999)));

        pinned.system()
                .info()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(ApiVersionException.class)
                        .hasMessageContaining("1.999"))
                .verify(SHORT);
        pinned.system()
                .events(EventOptions.ALL)
                .as(StepVerifier::create)
                .expectError(ApiVersionException.class)
                .verify(SHORT);
        pinned.close().block(SHORT);
    }
}
