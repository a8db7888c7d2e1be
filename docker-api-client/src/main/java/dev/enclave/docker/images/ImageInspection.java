package dev.enclave.docker.images;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An image in detail.
 *
 * @param id the id, with its algorithm
 * @param repoTags its names with tags
 * @param architecture for example {@code amd64}
 * @param os for example {@code linux}
 * @param size its size in bytes
 * @param config what containers made of it inherit
 */
public record ImageInspection(
        String id,
        List<String> repoTags,
        @Nullable String architecture,
        @Nullable String os,
        @Nullable Long size,
        @Nullable Config config) {
    /** Makes absent lists empty. */
    public ImageInspection(
            String id,
            @Nullable List<String> repoTags,
            @Nullable String architecture,
            @Nullable String os,
            @Nullable Long size,
            @Nullable Config config) {
        this.id = Objects.requireNonNull(id, "id");
        this.repoTags = repoTags == null ? List.of() : List.copyOf(repoTags);
        this.architecture = architecture;
        this.os = os;
        this.size = size;
        this.config = config;
    }

    /**
     * What containers inherit from their image.
     *
     * @param user the user that their processes run as; null or empty for root
     * @param env environment variables as {@code NAME=value}
     * @param workingDir the working directory
     */
    public record Config(
            @Nullable String user,
            @Nullable List<String> env,
            @Nullable String workingDir) {
        /** Copies the environment. */
        public Config {
            env = env == null ? null : List.copyOf(env);
        }
    }
}
