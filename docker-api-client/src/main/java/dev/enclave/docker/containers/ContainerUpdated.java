package dev.enclave.docker.containers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an update.
 *
 * @param warnings what the engine could not do as asked
 */
public record ContainerUpdated(List<String> warnings) {

    /** Makes absent collections empty. */
    public ContainerUpdated(@Nullable List<String> warnings) {
        this.warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }
}
