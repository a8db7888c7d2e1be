package dev.enclave.docker.containers;

import dev.enclave.docker.networks.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container in detail. Everything may be absent with some engine or version.
 *
 * @param id the id
 * @param name the name, with a leading slash
 * @param created when it was created, as RFC 3339
 * @param image the image's id
 * @param state what it is doing
 * @param config what it was made of, the image's values included
 * @param hostConfig how it sits on its host
 * @param mounts what is mounted
 * @param path the program that is its main process
 * @param args the program's arguments
 * @param restartCount how often the engine has restarted it
 * @param driver the storage driver
 * @param platform the system that it is for, for example {@code linux}
 * @param logPath the file that its output is kept in, on the engine's host
 * @param appArmorProfile the AppArmor profile of its processes
 * @param execIds the commands that run in it
 * @param networkSettings how it is connected
 * @param sizeRw how many bytes it has written, when {@linkplain ContainerOperations#inspectWithSize asked for}
 * @param sizeRootFs how many bytes its files are in all, when asked for
 */
public record ContainerInspection(
        String id,
        @Nullable String name,
        @Nullable String created,
        @Nullable String image,
        @Nullable State state,
        @Nullable ContainerConfig config,
        @Nullable HostConfig hostConfig,
        @Nullable List<MountPoint> mounts,
        @Nullable String path,
        @Nullable List<String> args,
        @Nullable Integer restartCount,
        @Nullable String driver,
        @Nullable String platform,
        @Nullable String logPath,
        @Nullable String appArmorProfile,
        @Nullable List<String> execIds,
        @Nullable NetworkSettings networkSettings,
        @Nullable Long sizeRw,
        @Nullable Long sizeRootFs) {

    /** Copies the collections. */
    public ContainerInspection {
        mounts = mounts == null ? null : List.copyOf(mounts);
        args = args == null ? null : List.copyOf(args);
        execIds = execIds == null ? null : List.copyOf(execIds);
    }

    /**
     * What a container is doing.
     *
     * @param status {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code removing}, {@code exited} or {@code dead}
     * @param running whether its main process runs
     * @param oomKilled whether the kernel killed one of its processes for want of memory
     * @param pid the main process's id on the host; 0 when it does not run
     * @param exitCode the main process's exit code; 0 also while it runs
     * @param error why it could not be started
     * @param startedAt when it was last started, as RFC 3339
     * @param finishedAt when it last ended, as RFC 3339
     * @param paused whether its processes are paused; it counts as running then
     * @param restarting whether it has ended and waits to be restarted
     * @param dead whether its removal failed half-way
     * @param health what its health checks say; null when there are none
     */
    public record State(
            @Nullable String status,
            @Nullable Boolean running,
            @Nullable Boolean oomKilled,
            @Nullable Integer pid,
            @Nullable Integer exitCode,
            @Nullable String error,
            @Nullable String startedAt,
            @Nullable String finishedAt,
            @Nullable Boolean paused,
            @Nullable Boolean restarting,
            @Nullable Boolean dead,
            @Nullable Health health) {}

    /**
     * What a container's health checks say.
     *
     * @param status {@code starting}, {@code healthy}, {@code unhealthy} or {@code none}
     * @param failingStreak how many checks have failed one after the other
     * @param log the last checks, oldest first
     */
    public record Health(
            @Nullable String status,
            @Nullable Integer failingStreak,
            @Nullable List<HealthCheckResult> log) {}

    /**
     * A health check that is over.
     *
     * @param start when it began
     * @param end when it ended
     * @param exitCode 0 healthy, 1 unhealthy, 2 reserved; other codes and -1 mean that the check itself failed
     * @param output what it printed, cut by the engine
     */
    public record HealthCheckResult(
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable Integer exitCode,
            @Nullable String output) {}

    /**
     * How a container is connected.
     *
     * @param ports container port, for example {@code 80/tcp}, to where it is published on the host; to null when it is only exposed
     * @param networks network name to the container's connection; its addresses are there
     * @param sandboxKey the network namespace on the engine's host
     */
    public record NetworkSettings(
            @Nullable Map<String, @Nullable List<PortBinding>> ports,
            @Nullable Map<String, Endpoint> networks,
            @Nullable String sandboxKey) {}

    /**
     * A mount that is in place.
     *
     * @param type {@code bind}, {@code volume} or {@code tmpfs}
     * @param name the volume's name
     * @param source the path on the host
     * @param destination the path in the container
     * @param mode mount options
     * @param rw whether writing is allowed
     * @param propagation how mounts propagate
     */
    public record MountPoint(
            @Nullable String type,
            @Nullable String name,
            @Nullable String source,
            @Nullable String destination,
            @Nullable String mode,
            @Nullable Boolean rw,
            @Nullable String propagation) {}

    /** {@return the labels; empty when there are none} */
    public Map<String, String> labels() {
        Map<String, String> labels = config == null ? null : config.labels();
        return labels == null ? Map.of() : labels;
    }

    /** {@return the container's connections by network name; empty when there are none} */
    public Map<String, Endpoint> networks() {
        Map<String, Endpoint> networks = networkSettings == null ? null : networkSettings.networks();
        return networks == null ? Map.of() : networks;
    }

    /**
     * Tells where a port is published.
     *
     * @param port the container's port, for example {@code 80/tcp}
     * @return the host's addresses; empty when it is not published, or the container does not run
     */
    public List<PortBinding> published(String port) {
        Map<String, @Nullable List<PortBinding>> ports = networkSettings == null ? null : networkSettings.ports();
        List<PortBinding> bindings = ports == null ? null : ports.get(port);
        return bindings == null ? List.of() : bindings;
    }
}
