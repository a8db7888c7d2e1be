package dev.enclave.docker.system;

import dev.enclave.docker.containers.ContainerSummary;
import dev.enclave.docker.images.ImageSummary;
import dev.enclave.docker.volumes.Volume;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine keeps on disk. Lists are empty when the engine does not tell, or was not asked about that kind.
 *
 * @param layersSize how many bytes all layers of images are in, each counted once
 * @param images the images, with the bytes that they share and the number of containers that use them
 * @param containers the containers, with their sizes
 * @param volumes the volumes, with their sizes and the number of containers that refer to them
 * @param buildCache what BuildKit keeps
 */
public record DiskUsage(
        @Nullable Long layersSize,
        List<ImageSummary> images,
        List<ContainerSummary> containers,
        List<Volume> volumes,
        List<BuildCacheEntry> buildCache) {

    /** Makes absent collections empty. */
    public DiskUsage(
            @Nullable Long layersSize,
            @Nullable List<ImageSummary> images,
            @Nullable List<ContainerSummary> containers,
            @Nullable List<Volume> volumes,
            @Nullable List<BuildCacheEntry> buildCache) {
        this.layersSize = layersSize;
        this.images = images == null ? List.of() : List.copyOf(images);
        this.containers = containers == null ? List.of() : List.copyOf(containers);
        this.volumes = volumes == null ? List.of() : List.copyOf(volumes);
        this.buildCache = buildCache == null ? List.of() : List.copyOf(buildCache);
    }

    /**
     * Something that BuildKit keeps.
     *
     * @param id its id
     * @param type for example {@code regular}
     * @param description in words
     * @param inUse whether a build uses it
     * @param shared whether several entries use its files
     * @param size how many bytes it is in
     * @param createdAt when it was made
     * @param lastUsedAt when it was last used; null for never
     * @param usageCount how often it was used
     */
    public record BuildCacheEntry(
            @Nullable String id,
            @Nullable String type,
            @Nullable String description,
            @Nullable Boolean inUse,
            @Nullable Boolean shared,
            @Nullable Long size,
            @Nullable Instant createdAt,
            @Nullable Instant lastUsedAt,
            @Nullable Long usageCount) {}
}
