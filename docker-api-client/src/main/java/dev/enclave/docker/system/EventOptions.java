package dev.enclave.docker.system;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events are watched.
 *
 * @param since from when on; null for now. The engine remembers the last 256
 * @param until to when; in the past, the stream ends at once; null for no end
 * @param filters filter names, for example {@code type}, {@code event}, {@code container}, {@code label}, to the values that match
 */
public record EventOptions(
        @Nullable Instant since, @Nullable Instant until, Map<String, List<String>> filters) {

    /** Everything from now on. */
    public static final EventOptions ALL = new EventOptions(null, null, Map.of());

    /** Copies the filters. */
    public EventOptions {
        filters = Map.copyOf(filters);
    }

    /**
     * Returns a copy with one more filter.
     *
     * @param name for example {@code type}
     * @param values what matches
     * @return the changed copy
     */
    public EventOptions withFilter(String name, String... values) {
        Map<String, List<String>> extended = new LinkedHashMap<>(filters);
        extended.put(name, List.of(values));
        return new EventOptions(since, until, extended);
    }

    /**
     * Returns a copy for a span of time.
     *
     * @param from from when on
     * @param to to when
     * @return the changed copy
     */
    public EventOptions between(Instant from, Instant to) {
        return new EventOptions(from, to, filters);
    }
}
