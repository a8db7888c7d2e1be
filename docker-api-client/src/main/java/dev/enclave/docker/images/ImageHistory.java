package dev.enclave.docker.images;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step in which an image was made.
 *
 * @param id the id of the image after this step; {@code <missing>} or null when the engine does not have it
 * @param created when, in seconds since 1970; null when not known
 * @param createdBy the command
 * @param tags the names of the image after this step
 * @param size how many bytes the step added
 * @param comment a remark
 */
public record ImageHistory(
        @Nullable String id,
        @Nullable Long created,
        @Nullable String createdBy,
        List<String> tags,
        @Nullable Long size,
        @Nullable String comment) {

    /** Makes an absent list empty. */
    public ImageHistory(
            @Nullable String id,
            @Nullable Long created,
            @Nullable String createdBy,
            @Nullable List<String> tags,
            @Nullable Long size,
            @Nullable String comment) {
        this.id = id;
        this.created = created;
        this.createdBy = createdBy;
        this.tags = tags == null ? List.of() : List.copyOf(tags);
        this.size = size;
        this.comment = comment;
    }

    /** {@return when the step was done; null when not known} */
    public @Nullable Instant createdAt() {
        return created == null ? null : Instant.ofEpochSecond(created);
    }
}
