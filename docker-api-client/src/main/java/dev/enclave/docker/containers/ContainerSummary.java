package dev.enclave.docker.containers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A container as a list shows it.
 *
 * @param id the id
 * @param names the names, each with a leading slash
 * @param image the image as it was named at creation
 * @param state for example {@code created}, {@code running}, {@code exited}
 * @param status the state in words
 * @param created when it was created, in seconds since 1970
 * @param labels the labels
 */
public record ContainerSummary(
        String id,
        List<String> names,
        @Nullable String image,
        @Nullable String state,
        @Nullable String status,
        @Nullable Long created,
        Map<String, String> labels) {
    /** Makes absent collections empty. */
    public ContainerSummary(
            String id,
            @Nullable List<String> names,
            @Nullable String image,
            @Nullable String state,
            @Nullable String status,
            @Nullable Long created,
            @Nullable Map<String, String> labels) {
        this.id = Objects.requireNonNull(id, "id");
        this.names = names == null ? List.of() : List.copyOf(names);
        this.image = image;
        this.state = state;
        this.status = status;
        this.created = created;
        this.labels = labels == null ? Map.of() : Map.copyOf(labels);
    }
}
