package dev.enclave.docker.networks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a prune of networks.
 *
 * @param networksDeleted the names of the networks that were removed
 */
public record NetworksPruned(List<String> networksDeleted) {

    /** Makes absent collections empty. */
    public NetworksPruned(@Nullable List<String> networksDeleted) {
        this.networksDeleted = networksDeleted == null ? List.of() : List.copyOf(networksDeleted);
    }
}
