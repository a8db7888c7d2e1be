package dev.enclave.engine;

import dev.enclave.engine.internal.process.CommandChecks;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose rights the commands of a sandbox have.
 *
 * @param kind how the user is chosen
 * @param name user name or id, optionally {@code :group}, with {@link Kind#NAMED}; otherwise null
 */
public record SandboxUser(Kind kind, @Nullable String name) {

    /** The user that the image names; root when it names none. */
    public static final SandboxUser OF_IMAGE = new SandboxUser(Kind.OF_IMAGE, null);

    /** The user and group that this JVM runs as, by their ids: what commands write to a mount belongs to the caller. */
    public static final SandboxUser OF_HOST = new SandboxUser(Kind.OF_HOST, null);

    /** How a user is chosen. */
    public enum Kind {
        /** The image's. */
        OF_IMAGE,
        /** The one that this JVM runs as. */
        OF_HOST,
        /** A given one. */
        NAMED
    }

    /** Checks that a name is there exactly when the kind says so. */
    public SandboxUser {
        Objects.requireNonNull(kind, "kind");
        if ((kind == Kind.NAMED) != (name != null)) {
            throw new IllegalArgumentException("a name goes with NAMED, and only with it: " + kind + ", " + name);
        }
        name = CommandChecks.user(name);
    }

    /**
     * A user by name or id.
     *
     * @param user user name or id, optionally {@code :group}
     * @return the user
     * @throws IllegalArgumentException if it is not of that form
     */
    public static SandboxUser of(String user) {
        return new SandboxUser(Kind.NAMED, Objects.requireNonNull(user, "user"));
    }
}
