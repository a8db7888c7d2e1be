package dev.enclave.docker.containers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which containers a list shows.
 *
 * @param all whether those that do not run are shown too; default no
 * @param filters filter names, for example {@code label} or {@code status}, to the values that match
 */
public record ListContainersOptions(boolean all, Map<String, List<String>> filters) {

    /** Running containers. */
    public static final ListContainersOptions RUNNING = new ListContainersOptions(false, Map.of());

    /** All containers. */
    public static final ListContainersOptions ALL = new ListContainersOptions(true, Map.of());

    /** Copies the filters. */
    public ListContainersOptions {
        filters = Map.copyOf(filters);
    }

    /**
     * Returns a copy with one more filter.
     *
     * @param name for example {@code label}
     * @param values what matches
     * @return the changed copy
     */
    public ListContainersOptions withFilter(String name, String... values) {
        Map<String, List<String>> extended = new LinkedHashMap<>(filters);
        extended.put(name, List.of(values));
        return new ListContainersOptions(all, extended);
    }
}
