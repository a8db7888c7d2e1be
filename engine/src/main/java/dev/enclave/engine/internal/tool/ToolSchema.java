package dev.enclave.engine.internal.tool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a tool is called, does, and takes: told to agents as JSON schema, and checked before anything runs.
 *
 * @param name the name by which it is called
 * @param description what it does
 * @param parameters what it takes
 */
record ToolSchema(String name, String description, List<Parameter> parameters) {

    private static final int SHOWN = 60;

    ToolSchema {
        parameters = List.copyOf(parameters);
    }

    static ToolSchema of(String name, String description, Parameter... parameters) {
        return new ToolSchema(name, description, List.of(parameters));
    }

    /** The form that language models take. */
    Map<String, Object> toMap() {
        Map<String, Object> properties = new LinkedHashMap<>();
        parameters.forEach(parameter -> properties.put(parameter.name(), parameter.toMap()));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("properties", Collections.unmodifiableMap(properties));
        object.put(
                "required",
                parameters.stream()
                        .filter(Parameter::required)
                        .map(Parameter::name)
                        .toList());
        object.put("additionalProperties", false);
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", name);
        function.put("description", description);
        function.put("parameters", Collections.unmodifiableMap(object));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "function");
        map.put("function", Collections.unmodifiableMap(function));
        return Collections.unmodifiableMap(map);
    }

    /** What is wrong with the parameters of a call, in words for the agent that made it; empty when nothing is. */
    List<String> violations(Map<String, ?> given) {
        List<String> violations = new ArrayList<>();
        for (Parameter parameter : parameters) {
            Object value = given.get(parameter.name());
            if (value == null) {
                // Some models send null for what they leave out.
                if (parameter.required()) {
                    violations.add("parameter '" + parameter.name() + "' is required");
                }
            } else if (!parameter.type().accepts().test(value)) {
                violations.add("parameter '" + parameter.name() + "' must be "
                        + parameter.type().expected() + ", not " + describe(value));
            }
        }
        List<String> known = parameters.stream().map(Parameter::name).toList();
        given.keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .forEach(name ->
                        violations.add("unknown parameter '" + name + "', known are " + String.join(", ", known)));
        return violations;
    }

    private static String describe(Object value) {
        String text = String.valueOf(value);
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        if (value instanceof String) {
            return "the string \"" + shown + "\"";
        }
        if (value instanceof Number || value instanceof Boolean) {
            return shown;
        }
        return (value instanceof List
                        ? "the array "
                        : value instanceof Map
                                ? "the object "
                                : "a " + value.getClass().getSimpleName() + " ")
                + shown;
    }
}
