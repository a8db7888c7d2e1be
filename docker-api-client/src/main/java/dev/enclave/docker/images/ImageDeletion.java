package dev.enclave.docker.images;

import org.jspecify.annotations.Nullable;

/**
 * What happened to an image: one of the two is there.
 *
 * @param untagged the name that was taken from it
 * @param deleted the id of what was deleted
 */
public record ImageDeletion(
        @Nullable String untagged, @Nullable String deleted) {}
