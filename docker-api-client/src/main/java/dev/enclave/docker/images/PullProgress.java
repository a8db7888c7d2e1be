package dev.enclave.docker.images;

import org.jspecify.annotations.Nullable;

/**
 * A step of a pull.
 *
 * @param id the layer, or the tag; null for what concerns the whole image
 * @param status the engine's words, for example {@code Downloading}
 * @param progressDetail how far this step of this layer is
 */
public record PullProgress(
        @Nullable String id,
        @Nullable String status,
        @Nullable Detail progressDetail) {
    /**
     * How far a step is.
     *
     * @param current bytes done
     * @param total bytes in all; null when not known
     */
    public record Detail(@Nullable Long current, @Nullable Long total) {}
}
