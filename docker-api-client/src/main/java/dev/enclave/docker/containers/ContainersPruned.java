package dev.enclave.docker.containers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a prune of containers.
 *
 * @param containersDeleted the ids of the containers that were removed
 * @param spaceReclaimed how many bytes were freed; null when the engine does not say
 */
public record ContainersPruned(
        List<String> containersDeleted, @Nullable Long spaceReclaimed) {

    /** Makes absent collections empty. */
    public ContainersPruned(@Nullable List<String> containersDeleted, @Nullable Long spaceReclaimed) {
        this.containersDeleted = containersDeleted == null ? List.of() : List.copyOf(containersDeleted);
        this.spaceReclaimed = spaceReclaimed;
    }
}
