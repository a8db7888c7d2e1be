package dev.enclave.engine.internal.agent;

import dev.enclave.docker.ConflictException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.Timers;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.LogConfig;
import dev.enclave.docker.containers.MountConfig;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.volumes.ListVolumesOptions;
import dev.enclave.docker.volumes.Volume;
import dev.enclave.docker.volumes.VolumeConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts the agent's program into its volume on one container engine, unless it is there.
 *
 * <p>A volume can only be looked into through a container: one that is created, never started, and removed. Its name is the same for
 * everybody, and the engine gives a name to one container only, so that no two processes fill the volume at the same time; whoever comes
 * second waits for the first. A container that outlives its process is removed after a while.
 */
final class AgentDelivery {

    private static final Logger CLEANUP = LoggerFactory.getLogger("dev.enclave.cleanup");
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(30);

    /** How old the volume of another version has to be to be removed; its process may be between the look and the use. */
    private static final Duration OLD = Duration.ofHours(1);

    private final DockerClient client;
    private final AgentBinary agent;
    private final AgentVolume volume;
    private final String image;
    private final Map<String, String> labels;
    private final Clock clock;

    AgentDelivery(DockerClient client, AgentBinary agent, String image, Map<String, String> labels, Clock clock) {
        this.client = client;
        this.agent = agent;
        this.volume = AgentVolume.of(agent);
        this.image = image;
        this.labels = labels;
        this.clock = clock;
    }

    /** Emits the volume once the program is complete in it. */
    Mono<AgentVolume> deliver() {
        return client.volumes()
                .create(VolumeConfig.of(volume.name()).withLabels(Map.of(AgentVolume.LABEL, agent.version())))
                .then(Mono.usingWhen(
                        createCarrier(),
                        carrier -> fill(carrier),
                        this::remove,
                        (carrier, e) -> remove(carrier),
                        this::remove))
                .then(removeOldVersions())
                .thenReturn(volume);
    }

    private Mono<String> createCarrier() {
        String name = volume.name();
        return client.containers()
                .create(name, carrier())
                .retryWhen(Timers.fixedDelay(LONGEST_DELIVERY.dividedBy(PAUSE), PAUSE)
                        .filter(ConflictException.class::isInstance)
                        .onRetryExhaustedThrow((retries, signal) -> signal.failure()))
                .onErrorResume(
                        ConflictException.class,
                        // Whoever made it must be dead.
                        e -> remove(name).then(client.containers().create(name, carrier())))
                .thenReturn(name);
    }

    private ContainerConfig carrier() {
        return ContainerConfig.builder(image)
                .entrypoint(List.of(AgentVolume.PROGRAM_PATH))
                .labels(labels)
                .hostConfig(HostConfig.builder()
                        .networkMode("none")
                        .logConfig(LogConfig.NONE)
                        .mounts(List.of(MountConfig.volume(volume.name(), AgentVolume.DIRECTORY, false)))
                        .build())
                .build();
    }

    private Mono<Void> fill(String carrier) {
        String mark = AgentVolume.DIRECTORY + "/" + AgentVolume.MARK;
        Flux<byte[]> archive = Flux.defer(() -> Flux.just(AgentArchive.of(agent)));
        return client.containers()
                .statPath(carrier, mark)
                .then()
                .onErrorResume(
                        NotFoundException.class,
                        e -> client.containers().putArchive(carrier, AgentVolume.DIRECTORY, archive));
    }

    private Mono<Void> remove(String carrier) {
        return client.containers().remove(carrier, RemoveOptions.FORCE).onErrorComplete(NotFoundException.class);
    }

    /** Best effort: one that is in use stays. */
    private Mono<Void> removeOldVersions() {
        return client.volumes()
                .list(ListVolumesOptions.ALL.withFilter("label", AgentVolume.LABEL))
                .filter(this::isOld)
                .concatMap(old -> client.volumes().remove(old.name(), false).onErrorComplete(DockerException.class), 1)
                .then()
                .onErrorResume(DockerException.class, e -> {
                    CLEANUP.debug("old versions of the agent could not be looked for", e);
                    return Mono.empty();
                });
    }

    private boolean isOld(Volume other) {
        Instant created = other.createdAt();
        return !other.name().equals(volume.name())
                && created != null
                && created.isBefore(clock.instant().minus(OLD));
    }
}
