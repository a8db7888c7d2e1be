package dev.enclave.docker.images;

import org.jspecify.annotations.Nullable;

/**
 * A step of a push.
 *
 * @param id the layer; null for what concerns the whole image
 * @param status the engine's words, for example {@code Pushing}
 * @param progressDetail how far this step of this layer is, in bytes
 * @param aux what was pushed, once near the end; null in the other steps
 */
public record PushProgress(
        @Nullable String id,
        @Nullable String status,
        PullProgress.@Nullable Detail progressDetail,
        @Nullable Pushed aux) {

    /**
     * What the registry has now.
     *
     * @param tag the tag
     * @param digest the manifest's digest, with its algorithm
     * @param size the manifest's size in bytes
     */
    public record Pushed(
            @Nullable String tag,
            @Nullable String digest,
            @Nullable Long size) {}
}
