package dev.enclave.docker.networks;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a create.
 *
 * @param id the new network's id
 * @param warning what the engine could not do as asked; null or empty for nothing
 */
public record NetworkCreated(String id, @Nullable String warning) {

    /** Checks what is required. */
    public NetworkCreated(String id, @Nullable String warning) {
        this.id = Objects.requireNonNull(id, "id");
        this.warning = warning;
    }
}
