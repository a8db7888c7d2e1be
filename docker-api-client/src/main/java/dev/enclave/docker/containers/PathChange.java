package dev.enclave.docker.containers;

import org.jspecify.annotations.Nullable;

/**
 * A difference between a container's file system and its image.
 *
 * @param path the path, absolute
 * @param kind 0 changed, 1 added, 2 deleted; {@link #type()} names it
 */
public record PathChange(@Nullable String path, @Nullable Integer kind) {

    /** Kinds of differences. */
    public enum Type {
        /** Something in it, or its attributes, changed. */
        CHANGED,
        /** It is new. */
        ADDED,
        /** It is gone. */
        DELETED
    }

    /** {@return the kind of difference; null when it is none that is known} */
    public @Nullable Type type() {
        return kind == null || kind < 0 || kind >= Type.values().length ? null : Type.values()[kind];
    }
}
