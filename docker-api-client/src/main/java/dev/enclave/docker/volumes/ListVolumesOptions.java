package dev.enclave.docker.volumes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which volumes a list shows.
 *
 * @param filters filter names to the values that match: {@code name} (a part of it), {@code driver}, {@code label} ({@code key} or
 *     {@code key=value}), {@code dangling} ({@code true} for those that no container refers to)
 */
public record ListVolumesOptions(Map<String, List<String>> filters) {

    /** All volumes. */
    public static final ListVolumesOptions ALL = new ListVolumesOptions(Map.of());

    /** Copies the filters. */
    public ListVolumesOptions {
        filters = Map.copyOf(filters);
    }

    /**
     * Returns a copy with one more filter.
     *
     * @param name for example {@code label}
     * @param values what matches
     * @return the changed copy
     */
    public ListVolumesOptions withFilter(String name, String... values) {
        Map<String, List<String>> extended = new LinkedHashMap<>(filters);
        extended.put(name, List.of(values));
        return new ListVolumesOptions(extended);
    }
}
