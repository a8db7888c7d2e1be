package dev.enclave.docker.containers;

import org.jspecify.annotations.Nullable;

/**
 * A path in a container.
 *
 * @param name the last part of the path
 * @param size in bytes
 * @param mode Go's file mode bits: the low nine are the permissions, the highest marks a directory
 * @param mtime when it was last changed, as RFC 3339
 * @param linkTarget where a symbolic link points
 */
public record PathStat(
        @Nullable String name,
        @Nullable Long size,
        @Nullable Long mode,
        @Nullable String mtime,
        @Nullable String linkTarget) {}
