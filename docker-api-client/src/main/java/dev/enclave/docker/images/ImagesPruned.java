package dev.enclave.docker.images;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a prune of images.
 *
 * @param imagesDeleted what happened to each
 * @param spaceReclaimed how many bytes were freed; null when the engine does not say
 */
public record ImagesPruned(
        List<ImageDeletion> imagesDeleted, @Nullable Long spaceReclaimed) {

    /** Makes absent collections empty. */
    public ImagesPruned(@Nullable List<ImageDeletion> imagesDeleted, @Nullable Long spaceReclaimed) {
        this.imagesDeleted = imagesDeleted == null ? List.of() : List.copyOf(imagesDeleted);
        this.spaceReclaimed = spaceReclaimed;
    }
}
