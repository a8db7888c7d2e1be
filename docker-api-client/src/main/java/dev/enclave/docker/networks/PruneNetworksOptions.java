package dev.enclave.docker.networks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the networks that no container is connected to are removed.
 *
 * @param filters filter names to the values that match: {@code label} and {@code label!} ({@code key} or {@code key=value}), {@code until} (those
 *     created before a time, or a span such as {@code 24h} ago)
 */
public record PruneNetworksOptions(Map<String, List<String>> filters) {

    /** Every network that no container is connected to. */
    public static final PruneNetworksOptions ALL = new PruneNetworksOptions(Map.of());

    /** Copies the filters. */
    public PruneNetworksOptions {
        filters = Map.copyOf(filters);
    }

    /**
     * Returns a copy with one more filter.
     *
     * @param name for example {@code label}
     * @param values what matches
     * @return the changed copy
     */
    public PruneNetworksOptions withFilter(String name, String... values) {
        Map<String, List<String>> extended = new LinkedHashMap<>(filters);
        extended.put(name, List.of(values));
        return new PruneNetworksOptions(extended);
    }
}
