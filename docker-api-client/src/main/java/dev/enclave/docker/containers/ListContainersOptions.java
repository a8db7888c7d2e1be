package dev.enclave.docker.containers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which containers a list shows, and what of them.
 *
 * @param all whether those that do not run are shown too; default no
 * @param filters filter names to the values that match: {@code id}, {@code name}, {@code label}, {@code status}, {@code exited},
 *     {@code ancestor}, {@code before}, {@code since}, {@code volume}, {@code network}, {@code publish}, {@code expose}, {@code health},
 *     {@code is-task}, {@code isolation}
 * @param limit how many are shown at most, the newest ones, those that do not run among them; null for all
 * @param size whether their sizes are shown, which takes the engine long; default no
 */
public record ListContainersOptions(
        boolean all,
        Map<String, List<String>> filters,
        @Nullable Integer limit,
        boolean size) {

    /** Running containers. */
    public static final ListContainersOptions RUNNING = new ListContainersOptions(false, Map.of(), null, false);

    /** All containers. */
    public static final ListContainersOptions ALL = new ListContainersOptions(true, Map.of(), null, false);

    /** Copies the filters. */
    public ListContainersOptions {
        filters = Map.copyOf(filters);
        if (limit != null && limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more: " + limit);
        }
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
        return new ListContainersOptions(all, extended, limit, size);
    }

    /**
     * Returns a copy that shows the newest containers only.
     *
     * @param value how many; at least 1
     * @return the changed copy
     */
    public ListContainersOptions withLimit(int value) {
        return new ListContainersOptions(all, filters, value, size);
    }

    /** {@return a copy that shows sizes} */
    public ListContainersOptions withSize() {
        return new ListContainersOptions(all, filters, limit, true);
    }
}
