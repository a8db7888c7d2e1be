package dev.enclave.docker.images;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which images a list shows.
 *
 * @param all whether the intermediate ones of builds are shown too; default no
 * @param filters filter names to the values that match: {@code reference} (with wildcards), {@code label} ({@code key} or {@code
 *     key=value}), {@code dangling} ({@code true} for those without a name), {@code before}, {@code since}, {@code until}
 */
public record ListImagesOptions(boolean all, Map<String, List<String>> filters) {

    /** Every image but the intermediate ones of builds. */
    public static final ListImagesOptions DEFAULTS = new ListImagesOptions(false, Map.of());

    /** Copies the filters. */
    public ListImagesOptions {
        filters = Map.copyOf(filters);
    }

    /**
     * Returns a copy with one more filter.
     *
     * @param name for example {@code reference}
     * @param values what matches
     * @return the changed copy
     */
    public ListImagesOptions withFilter(String name, String... values) {
        Map<String, List<String>> extended = new LinkedHashMap<>(filters);
        extended.put(name, List.of(values));
        return new ListImagesOptions(all, extended);
    }

    /** {@return a copy that shows the intermediate images of builds too} */
    public ListImagesOptions withIntermediates() {
        return new ListImagesOptions(true, filters);
    }
}
