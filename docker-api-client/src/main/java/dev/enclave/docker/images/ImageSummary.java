package dev.enclave.docker.images;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An image as a list shows it.
 *
 * @param id the id, with its algorithm
 * @param repoTags its names with tags
 * @param repoDigests its names with digests
 * @param parentId the id of the image that it was built on, when it was built here; may be empty
 * @param created when it was made, in seconds since 1970
 * @param size its size in bytes
 * @param sharedSize how many of these bytes other images have too; -1 when not known. Known in the answer about disk usage
 * @param containers how many containers use it; -1 when not known. Known in the answer about disk usage
 * @param labels the labels
 */
public record ImageSummary(
        String id,
        List<String> repoTags,
        List<String> repoDigests,
        @Nullable String parentId,
        @Nullable Long created,
        @Nullable Long size,
        @Nullable Long sharedSize,
        @Nullable Long containers,
        Map<String, String> labels) {

    /** Makes absent collections empty. */
    public ImageSummary(
            String id,
            @Nullable List<String> repoTags,
            @Nullable List<String> repoDigests,
            @Nullable String parentId,
            @Nullable Long created,
            @Nullable Long size,
            @Nullable Long sharedSize,
            @Nullable Long containers,
            @Nullable Map<String, String> labels) {
        this.id = Objects.requireNonNull(id, "id");
        this.repoTags = repoTags == null ? List.of() : List.copyOf(repoTags);
        this.repoDigests = repoDigests == null ? List.of() : List.copyOf(repoDigests);
        this.parentId = parentId;
        this.created = created;
        this.size = size;
        this.sharedSize = sharedSize;
        this.containers = containers;
        this.labels = labels == null ? Map.of() : Map.copyOf(labels);
    }
}
