package dev.enclave.docker.containers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the containers that do not run are removed.
 *
 * @param filters filter names to the values that match: {@code label} and {@code label!} ({@code key} or {@code key=value}), {@code until} (those
 *     created before a time, or a span such as {@code 24h} ago)
 */
public record PruneContainersOptions(Map<String, List<String>> filters) {

    /** Every container that does not run. */
    public static final PruneContainersOptions ALL = new PruneContainersOptions(Map.of());

    /** Copies the filters. */
    public PruneContainersOptions {
        filters = Map.copyOf(filters);
    }

    /**
     * Returns a copy with one more filter.
     *
     * @param name for example {@code label}
     * @param values what matches
     * @return the changed copy
     */
    public PruneContainersOptions withFilter(String name, String... values) {
        Map<String, List<String>> extended = new LinkedHashMap<>(filters);
        extended.put(name, List.of(values));
        return new PruneContainersOptions(extended);
    }
}
