package dev.enclave.docker.images;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the images that no container uses are removed.
 *
 * @param filters filter names to the values that match: {@code dangling} ({@code false} for those with a name too; otherwise only those
 *     without), {@code label} and {@code label!} ({@code key} or {@code key=value}), {@code until} (those made before a time, or a span
 *     such as {@code 24h} ago)
 */
public record PruneImagesOptions(Map<String, List<String>> filters) {

    /** Images without a name. */
    public static final PruneImagesOptions DANGLING = new PruneImagesOptions(Map.of());

    /** Copies the filters. */
    public PruneImagesOptions {
        filters = Map.copyOf(filters);
    }

    /**
     * Returns a copy with one more filter.
     *
     * @param name for example {@code label}
     * @param values what matches
     * @return the changed copy
     */
    public PruneImagesOptions withFilter(String name, String... values) {
        Map<String, List<String>> extended = new LinkedHashMap<>(filters);
        extended.put(name, List.of(values));
        return new PruneImagesOptions(extended);
    }

    /** {@return a copy that takes images with a name too} */
    public PruneImagesOptions withNamed() {
        return withFilter("dangling", "false");
    }
}
