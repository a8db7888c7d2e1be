package dev.enclave.docker.volumes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the volumes that no container refers to are removed.
 *
 * @param named whether those with a name are removed too; otherwise only the anonymous ones, which engines before API 1.42 cannot tell
 *     apart
 * @param filters filter names to the values that match: {@code label} and {@code label!}, each {@code key} or {@code key=value}
 */
public record PruneVolumesOptions(boolean named, Map<String, List<String>> filters) {

    /** Every anonymous volume. */
    public static final PruneVolumesOptions ANONYMOUS = new PruneVolumesOptions(false, Map.of());

    /** Every volume that no container refers to. */
    public static final PruneVolumesOptions ALL = new PruneVolumesOptions(true, Map.of());

    /** Copies the filters. */
    public PruneVolumesOptions {
        filters = Map.copyOf(filters);
    }

    /**
     * Returns a copy with one more filter.
     *
     * @param name for example {@code label}
     * @param values what matches
     * @return the changed copy
     */
    public PruneVolumesOptions withFilter(String name, String... values) {
        Map<String, List<String>> extended = new LinkedHashMap<>(filters);
        extended.put(name, List.of(values));
        return new PruneVolumesOptions(named, extended);
    }
}
