package dev.enclave.docker.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.enclave.docker.AccessDeniedException;
import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.ConflictException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.containers.MountConfig;
import dev.enclave.docker.images.RegistryAuth;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.LocalRegistry;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestVolumes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

@OnEverySocket
@Tag("C7")
class SystemIT {

    private static final Duration SHORT = Duration.ofSeconds(20);

    @RegisterExtension
    @Order(1)
    final TestVolumes volumes = new TestVolumes();

    @RegisterExtension
    @Order(2)
    final TestContainers containers = new TestContainers();

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

    @Test
    @Conformance("system.diskUsage")
    void theDiskUsageTellsSizesAndWhoUsesThem() {
        String volume = volumes.create();
        String container = containers.create(TestContainers.config("true")
                .hostConfig(TestContainers.host()
                        .mounts(List.of(MountConfig.volume(volume, "/data", false)))
                        .build()));

        DiskUsage usage = client().system()
                .diskUsage()
                .retryWhen(Retry.backoff(20, Duration.ofMillis(100)).filter(ConflictException.class::isInstance))
                .block(SHORT);

        assertThat(usage.layersSize()).isPositive();
        assertThat(usage.volumes())
                .filteredOn(found -> found.name().equals(volume))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.usageData().size()).isZero();
                    assertThat(found.usageData().refCount()).isEqualTo(1);
                });
        assertThat(usage.containers())
                .filteredOn(found -> found.names().contains("/" + container))
                .singleElement()
                .satisfies(found -> assertThat(found.sizeRootFs()).isPositive());
        assertThat(usage.images())
                .filteredOn(image -> image.repoTags().contains(TestImages.BUSYBOX))
                .singleElement()
                .satisfies(image -> {
                    assertThat(image.containers()).isPositive();
                    assertThat(image.sharedSize()).isNotNull();
                });
    }

    @Test
    @Conformance("system.diskUsage")
    void theDiskUsageCanBeOfOneKind() {
        String volume = volumes.create();
        containers.create(TestContainers.config("true"));

        DiskUsage usage = client().system()
                .diskUsage(DiskUsageKind.VOLUME)
                .retryWhen(Retry.backoff(20, Duration.ofMillis(100)).filter(ConflictException.class::isInstance))
                .block(SHORT);

        assertThat(usage.volumes())
                .filteredOn(found -> found.name().equals(volume))
                .singleElement()
                .satisfies(found -> assertThat(found.usageData().refCount()).isZero());
        assertThat(usage.containers()).isEmpty();
        assertThat(usage.images()).isEmpty();
    }

    @Test
    @Conformance("system.checkAuth")
    void credentialsAreTriedAtTheirRegistry() {
        try (LocalRegistry registry = LocalRegistry.withPassword()) {
            RegistryAuth right = new RegistryAuth(LocalRegistry.USER, LocalRegistry.PASSWORD, registry.address());
            RegistryAuth wrong = new RegistryAuth(LocalRegistry.USER, "wrong", registry.address());

            assertThat(client().system().checkAuth(right).block(SHORT).status()).isEqualTo("Login Succeeded");
            client().system()
                    .checkAuth(wrong)
                    .as(StepVerifier::create)
                    .expectError(AccessDeniedException.class)
                    .verify(SHORT);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client().system().checkAuth(new RegistryAuth("u", "p", null)));
        assertThat(new AuthCheck("Login Succeeded", "hunter2").toString()).doesNotContain("hunter2");
    }
}
