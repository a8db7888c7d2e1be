package dev.enclave.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox as its engine knows it.
 *
 * @param id the sandbox's id
 * @param containerName the name of its container
 * @param image the image that it was made of
 * @param state what it is doing
 * @param created when it was made
 * @param expires when it is removed; null for one that ends with the process that made it
 * @param tools the tools that may be used in it, by name
 * @param labels the labels that its specification gave it
 */
public record SandboxInfo(
        String id,
        String containerName,
        String image,
        SandboxState state,
        Instant created,
        @Nullable Instant expires,
        List<String> tools,
        Map<String, String> labels) {
    /** Checks what must be there and copies the collections. */
    public SandboxInfo {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(containerName, "containerName");
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(created, "created");
        tools = List.copyOf(tools);
        labels = Map.copyOf(labels);
    }
}
