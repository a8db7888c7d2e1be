package dev.enclave.docker.images;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An image as a list shows it.
 *
 * @param id the id, with its algorithm
 * @param repoTags its names with tags
 * @param repoDigests its names with digests
 * @param created when it was made, in seconds since 1970
 * @param size its size in bytes
 */
public record ImageSummary(
        String id,
        List<String> repoTags,
        List<String> repoDigests,
        @Nullable Long created,
        @Nullable Long size) {
    /** Makes absent lists empty. */
    public ImageSummary(
            String id,
            @Nullable List<String> repoTags,
            @Nullable List<String> repoDigests,
            @Nullable Long created,
            @Nullable Long size) {
        this.id = Objects.requireNonNull(id, "id");
        this.repoTags = repoTags == null ? List.of() : List.copyOf(repoTags);
        this.repoDigests = repoDigests == null ? List.of() : List.copyOf(repoDigests);
        this.created = created;
        this.size = size;
    }
}
