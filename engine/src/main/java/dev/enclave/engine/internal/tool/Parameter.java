package dev.enclave.engine.internal.tool;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a tool.
 *
 * @param name its name
 * @param type what its values are
 * @param description what it means, for the agent
 * @param required whether it has to be given
 * @param defaultValue what counts when it is not; null for nothing
 */
record Parameter(
        String name,
        ParameterType type,
        String description,
        boolean required,
        @Nullable Object defaultValue) {

    static Parameter required(String name, ParameterType type, String description) {
        return new Parameter(name, type, description, true, null);
    }

    static Parameter optional(String name, ParameterType type, String description) {
        return new Parameter(name, type, description, false, null);
    }

    Parameter withDefault(Object value) {
        return new Parameter(name, type, description, required, value);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>(type.schema());
        map.put("description", description);
        if (defaultValue != null) {
            map.put("default", defaultValue);
        }
        return Collections.unmodifiableMap(map);
    }
}
