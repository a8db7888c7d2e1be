package dev.enclave.engine.internal.tool;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one call, which its tool's schema has accepted.
 *
 * @param values the values, by name
 */
record Arguments(Map<String, Object> values) {

    /** A parameter that is required. */
    Object value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /** A text that is required. */
    String text(String name) {
        return (String) value(name);
    }

    /** A text; null when it was not given. */
    @Nullable
    String textOrNull(String name) {
        return (String) values.get(name);
    }
}
