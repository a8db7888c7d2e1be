package dev.enclave.docker.images;

import dev.enclave.docker.containers.Healthcheck;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An image in detail. Everything but the id may be absent with some engine or version.
 *
 * @param id the id, with its algorithm
 * @param repoTags its names with tags
 * @param repoDigests its names with digests
 * @param parent the id of the image that it was built on, when it was built here
 * @param comment a remark
 * @param created when it was made
 * @param author who made it
 * @param architecture for example {@code amd64}
 * @param variant for example {@code v8}
 * @param os for example {@code linux}
 * @param osVersion the version of the system, on Windows
 * @param size its size in bytes
 * @param config what containers made of it inherit
 * @param rootFs its layers
 */
public record ImageInspection(
        String id,
        List<String> repoTags,
        List<String> repoDigests,
        @Nullable String parent,
        @Nullable String comment,
        @Nullable Instant created,
        @Nullable String author,
        @Nullable String architecture,
        @Nullable String variant,
        @Nullable String os,
        @Nullable String osVersion,
        @Nullable Long size,
        @Nullable Config config,
        @Nullable RootFs rootFs) {

    /** Makes absent collections empty. */
    public ImageInspection(
            String id,
            @Nullable List<String> repoTags,
            @Nullable List<String> repoDigests,
            @Nullable String parent,
            @Nullable String comment,
            @Nullable Instant created,
            @Nullable String author,
            @Nullable String architecture,
            @Nullable String variant,
            @Nullable String os,
            @Nullable String osVersion,
            @Nullable Long size,
            @Nullable Config config,
            @Nullable RootFs rootFs) {
        this.id = Objects.requireNonNull(id, "id");
        this.repoTags = repoTags == null ? List.of() : List.copyOf(repoTags);
        this.repoDigests = repoDigests == null ? List.of() : List.copyOf(repoDigests);
        this.parent = parent;
        this.comment = comment;
        this.created = created;
        this.author = author;
        this.architecture = architecture;
        this.variant = variant;
        this.os = os;
        this.osVersion = osVersion;
        this.size = size;
        this.config = config;
        this.rootFs = rootFs;
    }

    /**
     * What containers inherit from their image.
     *
     * @param user the user that their processes run as; null or empty for root
     * @param env environment variables as {@code NAME=value}
     * @param workingDir the working directory
     * @param cmd the command, or the arguments of the entrypoint
     * @param entrypoint the entrypoint
     * @param labels the labels
     * @param exposedPorts ports that programs listen on, for example {@code 80/tcp}
     * @param volumes paths that get an anonymous volume
     * @param stopSignal the signal that a stop sends
     * @param shell the shell of shell lines in builds
     * @param onBuild build instructions for images made of this one
     * @param healthcheck how the engine asks for health
     */
    public record Config(
            @Nullable String user,
            @Nullable List<String> env,
            @Nullable String workingDir,
            @Nullable List<String> cmd,
            @Nullable List<String> entrypoint,
            @Nullable Map<String, String> labels,
            @Nullable Set<String> exposedPorts,
            @Nullable Set<String> volumes,
            @Nullable String stopSignal,
            @Nullable List<String> shell,
            @Nullable List<String> onBuild,
            @Nullable Healthcheck healthcheck) {
        /** Copies the environment and the command lines. */
        public Config {
            env = env == null ? null : List.copyOf(env);
            cmd = cmd == null ? null : List.copyOf(cmd);
            entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
        }
    }

    /**
     * The layers of an image.
     *
     * @param type {@code layers}
     * @param layers the digests of their contents, lowest first
     */
    public record RootFs(@Nullable String type, @Nullable List<String> layers) {}
}
