package dev.enclave.docker.containers;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a create.
 *
 * @param id the new container's id
 * @param warnings what the engine could not do as asked, for example a limit that the kernel does not support
 */
public record ContainerCreated(String id, List<String> warnings) {
    /** Makes absent warnings an empty list. */
    public ContainerCreated(String id, @Nullable List<String> warnings) {
        this.id = Objects.requireNonNull(id, "id");
        this.warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }
}
