package dev.enclave.docker.networks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which networks a list shows.
 *
 * @param filters filter names to the values that match: {@code name} and {@code id} (a part of it), {@code driver}, {@code scope},
 *     {@code label} ({@code key} or {@code key=value}), {@code type} ({@code custom} or {@code builtin}), {@code dangling} ({@code true} for
 *     those that no container is connected to)
 */
public record ListNetworksOptions(Map<String, List<String>> filters) {

    /** All networks. */
    public static final ListNetworksOptions ALL = new ListNetworksOptions(Map.of());

    /** Copies the filters. */
    public ListNetworksOptions {
        filters = Map.copyOf(filters);
    }

    /**
     * Returns a copy with one more filter.
     *
     * @param name for example {@code label}
     * @param values what matches
     * @return the changed copy
     */
    public ListNetworksOptions withFilter(String name, String... values) {
        Map<String, List<String>> extended = new LinkedHashMap<>(filters);
        extended.put(name, List.of(values));
        return new ListNetworksOptions(extended);
    }
}
