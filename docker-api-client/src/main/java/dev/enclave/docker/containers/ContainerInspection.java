package dev.enclave.docker.containers;

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
 */
public record ContainerInspection(
        String id,
        @Nullable String name,
        @Nullable String created,
        @Nullable String image,
        @Nullable State state,
        @Nullable ContainerConfig config,
        @Nullable HostConfig hostConfig,
        @Nullable List<MountPoint> mounts) {

    /** Copies the collections. */
    public ContainerInspection {
        mounts = mounts == null ? null : List.copyOf(mounts);
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
     */
    public record State(
            @Nullable String status,
            @Nullable Boolean running,
            @Nullable Boolean oomKilled,
            @Nullable Integer pid,
            @Nullable Integer exitCode,
            @Nullable String error,
            @Nullable String startedAt,
            @Nullable String finishedAt) {}

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
}
