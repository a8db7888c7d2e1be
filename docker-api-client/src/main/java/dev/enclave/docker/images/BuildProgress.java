package dev.enclave.docker.images;

import org.jspecify.annotations.Nullable;

/**
 * What an engine tells of a build.
 *
 * @param stream text, as {@code docker build} prints it; a line may come in several pieces
 * @param status words about a pull of the image that is built upon
 * @param id the layer of that pull
 * @param progressDetail how far that layer is
 * @param aux what was built, once at the end; null in the other steps
 */
public record BuildProgress(
        @Nullable String stream,
        @Nullable String status,
        @Nullable String id,
        PullProgress.@Nullable Detail progressDetail,
        @Nullable Built aux) {

    /**
     * What was built.
     *
     * @param id the image's id, with its algorithm
     */
    public record Built(@Nullable String id) {}

    /** {@return the id of the image that was built; null in all steps but one} */
    public @Nullable String imageId() {
        return aux == null ? null : aux.id();
    }
}
