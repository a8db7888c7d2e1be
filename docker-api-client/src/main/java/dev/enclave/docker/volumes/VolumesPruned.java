package dev.enclave.docker.volumes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a prune of volumes.
 *
 * @param volumesDeleted the names of the volumes that were removed
 * @param spaceReclaimed how many bytes were freed; null when the engine does not say
 */
public record VolumesPruned(
        List<String> volumesDeleted, @Nullable Long spaceReclaimed) {
    /** Makes an absent list empty. */
    public VolumesPruned(@Nullable List<String> volumesDeleted, @Nullable Long spaceReclaimed) {
        this.volumesDeleted = volumesDeleted == null ? List.of() : List.copyOf(volumesDeleted);
        this.spaceReclaimed = spaceReclaimed;
    }
}
