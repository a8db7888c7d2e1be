package dev.enclave.docker.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.BadRequestException;
import dev.enclave.docker.ConflictException;
import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.containers.MountConfig;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.Failures;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import dev.enclave.testing.TestVolumes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@OnEverySocket
class VolumesIT {

    private static final Duration SHORT = Duration.ofSeconds(30);

    @RegisterExtension
    @Order(1)
    final TestVolumes made = new TestVolumes();

    @RegisterExtension
    @Order(2)
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private DockerClient client() {
        return TestEngine.client(kind);
    }

    private VolumeOperations volumes() {
        return client().volumes();
    }

    @Test
    @Conformance({"volumes.create", "volumes.inspect"})
    void areCreatedAsDescribed() {
        VolumeConfig config =
                made.config().withDriver("local", Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=1m"));

        Volume created = volumes().create(config).block(SHORT);

        assertThat(created.name()).isEqualTo(config.name());
        assertThat(created.driver()).isEqualTo("local");
        assertThat(created.scope()).isEqualTo("local");
        assertThat(created.mountpoint()).startsWith("/").contains(created.name());
        assertThat(created.createdAt()).isBetween(aMinuteAgo(), Instant.now().plusSeconds(60));
        assertThat(created.labels()).isEqualTo(TestRun.labels());
        assertThat(created.options()).isEqualTo(config.driverOpts());
        assertThat(volumes().inspect(created.name()).block(SHORT)).isEqualTo(created);
    }

    private static Instant aMinuteAgo() {
        return Instant.now().minusSeconds(60);
    }

    @Test
    @Conformance("volumes.create")
    void getANameFromTheEngineWhenTheyAreGivenNone() {
        Volume created = volumes()
                .create(VolumeConfig.DEFAULTS.withLabels(TestRun.labels()))
                .block(SHORT);

        volumes().remove(created.name(), false).block(SHORT);

        assertThat(created.name()).hasSizeGreaterThan(30);
    }

    @Test
    @Conformance("volumes.create")
    void thatAreThereAlreadyAreNotMadeAnew() {
        VolumeConfig config = made.config();
        Volume first = volumes().create(config).block(SHORT);

        Volume second =
                volumes().create(config.withLabels(Map.of("other", "label"))).block(SHORT);

        assertThat(second.labels()).isEqualTo(first.labels());
    }

    @Test
    @Conformance("volumes.list")
    void areListedByFilter() {
        String name = made.create();
        String used = made.create();
        containers.create(TestContainers.config("true")
                .hostConfig(TestContainers.host()
                        .mounts(List.of(MountConfig.volume(used, "/data", false)))
                        .build()));
        ListVolumesOptions ours = ListVolumesOptions.ALL.withFilter("label", TestRun.LABEL + "=" + TestRun.ID);

        assertThat(names(ListVolumesOptions.ALL)).contains(name, used);
        assertThat(names(ours)).contains(name, used);
        assertThat(names(ours.withFilter("dangling", "true"))).contains(name).doesNotContain(used);
        assertThat(names(ours.withFilter("name", used))).containsExactly(used);
        assertThat(names(ours.withFilter("driver", "no-such-driver"))).isEmpty();
    }

    private List<String> names(ListVolumesOptions options) {
        return volumes().list(options).map(Volume::name).collectList().block(SHORT);
    }

    @Test
    @Conformance("volumes.remove")
    void areRemovedOnceNoContainerRefersToThem() {
        String name = made.create();
        String container = containers.create(TestContainers.config("true")
                .hostConfig(TestContainers.host()
                        .mounts(List.of(MountConfig.volume(name, "/data", false)))
                        .build()));

        assertFails(volumes().remove(name, true), ConflictException.class);
        client().containers().remove(container, RemoveOptions.FORCE).block(SHORT);
        volumes().remove(name, false).block(SHORT);

        assertFails(volumes().inspect(name), NotFoundException.class);
        assertFails(volumes().remove(name, false), NotFoundException.class);
        volumes().remove(name, true).as(StepVerifier::create).expectComplete().verify(SHORT);
    }

    @Test
    @Conformance("volumes.prune")
    void arePrunedByLabel() {
        String mark = TestRun.name("mark");
        String marked = volumes()
                .create(made.config().withLabels(Map.of(mark, "")))
                .map(Volume::name)
                .block(SHORT);
        String other = made.create();

        VolumesPruned pruned = volumes()
                .prune(PruneVolumesOptions.ALL.withFilter("label", mark))
                .block(SHORT);

        assertThat(pruned.volumesDeleted()).containsExactly(marked);
        assertThat(pruned.spaceReclaimed()).isZero();
        assertThat(names(ListVolumesOptions.ALL)).contains(other).doesNotContain(marked);
    }

    /** From API 1.42 on a prune spares what has a name; before, it cannot, and we do not ask it to. */
    @Test
    @Tag("C7")
    @Conformance("volumes.prune")
    void withANameAreNeverPrunedAsAnonymousOnes() {
        String mark = TestRun.name("mark");
        String marked = volumes()
                .create(made.config().withLabels(Map.of(mark, "")))
                .map(Volume::name)
                .block(SHORT);
        Mono<VolumesPruned> prune = volumes().prune(PruneVolumesOptions.ANONYMOUS.withFilter("label", mark));

        if (client().apiVersion().block(SHORT).isAtLeast(new ApiVersion(1, 42))) {
            assertThat(prune.block(SHORT).volumesDeleted()).isEmpty();
        } else {
            assertFails(prune, ApiVersionException.class);
        }

        assertThat(names(ListVolumesOptions.ALL)).contains(marked);
    }

    @Test
    @Tag("C8")
    @Conformance({"volumes.create", "volumes.inspect"})
    void areNotMadeOfStrangeValues() {
        assertFails(volumes().inspect("enclave-test-none"), NotFoundException.class);
        assertFails(volumes().create(VolumeConfig.of("a b")), BadRequestException.class);
        assertFails(volumes().create(made.config().withDriver("no-such-driver", Map.of())), DockerApiException.class);
        assertFails(
                volumes().create(made.config().withDriver("local", Map.of("no-such-option", "x"))),
                DockerApiException.class);
    }

    @Test
    @Tag("C8")
    @Conformance("volumes.list")
    void areNotListedByAFilterThatTheEngineDoesNotKnow() {
        Failures.of(volumes().list(ListVolumesOptions.ALL.withFilter("no-such", "x")), BadRequestException.class);
    }

    private static void assertFails(Publisher<?> operation, Class<? extends Throwable> type) {
        StepVerifier.create(operation).expectError(type).verify(SHORT);
    }
}
