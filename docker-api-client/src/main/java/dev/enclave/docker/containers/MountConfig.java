package dev.enclave.docker.containers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mount as the engine takes it in {@code HostConfig.Mounts}. Unlike the {@code src:dst} strings of {@code Binds} a missing source is an
 * error, not a new directory that belongs to root.
 *
 * @param type {@code bind}, {@code volume}, {@code tmpfs} or {@code image}
 * @param source the host path of a bind, the name of a volume or an image, absent for a tmpfs
 * @param target the path in the container, absolute
 * @param readOnly whether writing is refused
 * @param bindOptions only with type {@code bind}
 * @param tmpfsOptions only with type {@code tmpfs}
 * @param volumeOptions only with type {@code volume}
 * @param consistency ignored on Linux
 * @param imageOptions only with type {@code image}
 */
public record MountConfig(
        String type,
        @Nullable String source,
        String target,
        @Nullable Boolean readOnly,
        @Nullable BindOptions bindOptions,
        @Nullable TmpfsOptions tmpfsOptions,
        @Nullable VolumeOptions volumeOptions,
        @Nullable String consistency,
        @Nullable ImageOptions imageOptions) {

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
        BindOptions options = propagation == null ? null : new BindOptions(propagation, null, null, null, null);
        return new MountConfig("bind", source, target, readOnly, options, null, null, null, null);
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
        return new MountConfig("volume", name, target, readOnly, null, null, null, null, null);
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
        return tmpfs(target, new TmpfsOptions(sizeBytes, mode, null));
    }

    /**
     * A file system in memory, with options of its own.
     *
     * @param target the path in the container
     * @param options its options
     * @return the mount
     */
    public static MountConfig tmpfs(String target, TmpfsOptions options) {
        return new MountConfig("tmpfs", null, target, null, null, options, null, null, null);
    }

    /**
     * The files of an image, which must be there; the image cannot be removed meanwhile. From API 1.48 on, and refused before.
     *
     * @param image a reference or an id
     * @param target the path in the container
     * @param subpath the directory in the image, relative, without {@code ..}; null for all of it
     * @return the mount
     */
    public static MountConfig image(String image, String target, @Nullable String subpath) {
        ImageOptions options = subpath == null ? null : new ImageOptions(subpath);
        return new MountConfig("image", image, target, null, null, null, null, null, options);
    }

    /**
     * Options of a bind.
     *
     * @param propagation {@code private}, {@code rprivate}, {@code shared}, {@code rshared}, {@code slave} or {@code rslave}
     * @param createMountpoint whether a missing source is created (API 1.42 on; refused before)
     * @param nonRecursive whether mounts below the source are left out
     * @param readOnlyNonRecursive whether mounts below the source stay writable. Before API 1.44 they always do, and false is refused
     * @param readOnlyForceRecursive whether to fail where mounts below the source cannot be made read-only (API 1.44 on; refused before)
     */
    public record BindOptions(
            @Nullable String propagation,
            @Nullable Boolean createMountpoint,
            @Nullable Boolean nonRecursive,
            @Nullable Boolean readOnlyNonRecursive,
            @Nullable Boolean readOnlyForceRecursive) {}

    /**
     * Options of a volume.
     *
     * @param noCopy whether a new volume stays empty instead of getting the files that the image has there
     * @param labels labels of a volume that is created for this
     * @param driverConfig the driver of a volume that is created for this
     * @param subpath the directory in the volume that is mounted (API 1.45 on; refused before)
     */
    public record VolumeOptions(
            @Nullable Boolean noCopy,
            @Nullable Map<String, String> labels,
            @Nullable DriverConfig driverConfig,
            @Nullable String subpath) {
        /** Copies the labels. */
        public VolumeOptions {
            labels = labels == null ? null : Map.copyOf(labels);
        }
    }

    /**
     * The driver of a volume.
     *
     * @param name its name
     * @param options its options
     */
    public record DriverConfig(
            @Nullable String name, @Nullable Map<String, String> options) {
        /** Copies the options. */
        public DriverConfig {
            options = options == null ? null : Map.copyOf(options);
        }
    }

    /**
     * Options of a tmpfs.
     *
     * @param sizeBytes its size in bytes
     * @param mode its permission bits
     * @param options options of the mount, each of one word or of two; Docker Engine 28.5 takes {@code exec} and {@code noexec} (its own
     *     default) and refuses others. API 1.46 on, refused before
     */
    public record TmpfsOptions(
            @Nullable Long sizeBytes,
            @Nullable Integer mode,
            @Nullable List<List<String>> options) {

        /** Copies the options. */
        public TmpfsOptions {
            options =
                    options == null ? null : options.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Options of an image.
     *
     * @param subpath the directory in the image that is mounted
     */
    public record ImageOptions(@Nullable String subpath) {}
}
