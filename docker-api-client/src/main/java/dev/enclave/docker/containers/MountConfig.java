package dev.enclave.docker.containers;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mount as the engine takes it in {@code HostConfig.Mounts}. Unlike the {@code src:dst} strings of {@code Binds} a missing source is an
 * error, not a new directory that belongs to root.
 *
 * @param type {@code bind}, {@code volume} or {@code tmpfs}
 * @param source the host path of a bind, the name of a volume, absent for a tmpfs
 * @param target the path in the container, absolute
 * @param readOnly whether writing is refused
 * @param bindOptions only with type {@code bind}
 * @param tmpfsOptions only with type {@code tmpfs}
 */
public record MountConfig(
        String type,
        @Nullable String source,
        String target,
        @Nullable Boolean readOnly,
        @Nullable BindOptions bindOptions,
        @Nullable TmpfsOptions tmpfsOptions) {

    /** Checks what every mount needs. */
    public MountConfig {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(target, "target");
    }

    /**
     * A host directory or file.
     *
     * @param source the absolute host path; must exist
     * @param target the path in the container
     * @param readOnly whether writing is refused
     * @param propagation for example {@code rprivate}; null for the engine's default
     * @return the mount
     */
    public static MountConfig bind(String source, String target, boolean readOnly, @Nullable String propagation) {
        // Without the option the engine never creates the source; stating it would be refused before API 1.42.
        BindOptions options = propagation == null ? null : new BindOptions(propagation, null);
        return new MountConfig("bind", source, target, readOnly, options, null);
    }

    /**
     * A named volume, created by the engine when it does not exist.
     *
     * @param name the volume's name
     * @param target the path in the container
     * @param readOnly whether writing is refused
     * @return the mount
     */
    public static MountConfig volume(String name, String target, boolean readOnly) {
        return new MountConfig("volume", name, target, readOnly, null, null);
    }

    /**
     * A file system in memory.
     *
     * @param target the path in the container
     * @param sizeBytes its size in bytes; null for no limit of its own
     * @param mode its permission bits; null for 1777
     * @return the mount
     */
    public static MountConfig tmpfs(String target, @Nullable Long sizeBytes, @Nullable Integer mode) {
        return new MountConfig("tmpfs", null, target, null, null, new TmpfsOptions(sizeBytes, mode));
    }

    /**
     * Options of a bind.
     *
     * @param propagation {@code private}, {@code rprivate}, {@code shared}, {@code rshared}, {@code slave} or {@code rslave}
     * @param createMountpoint whether a missing source is created (API 1.42 on; ignored before)
     */
    public record BindOptions(
            @Nullable String propagation, @Nullable Boolean createMountpoint) {}

    /**
     * Options of a tmpfs.
     *
     * @param sizeBytes its size in bytes
     * @param mode its permission bits
     */
    public record TmpfsOptions(
            @Nullable Long sizeBytes, @Nullable Integer mode) {}
}
