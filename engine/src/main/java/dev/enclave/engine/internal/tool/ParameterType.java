package dev.enclave.engine.internal.tool;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The type of a parameter: its JSON schema, and the check that goes with it.
 *
 * @param schema the JSON schema, without description
 * @param expected what a value has to be, in words
 * @param accepts whether a value is that
 */
record ParameterType(Map<String, Object> schema, String expected, Predicate<Object> accepts) {

    /** A text. Half a surrogate pair is none: it has no form in UTF-8, so that it would silently become something else. */
    static final ParameterType TEXT =
            new ParameterType(Map.of("type", "string"), "a string of whole Unicode characters", ParameterType::isText);

    static final ParameterType TEXTS = new ParameterType(
            ordered("type", "array", "items", TEXT.schema),
            "an array of strings",
            value -> value instanceof List<?> list && list.stream().allMatch(ParameterType::isText));

    static final ParameterType NOT_NEGATIVE = new ParameterType(
            ordered("type", "number", "minimum", 0),
            "a number of at least 0",
            value -> value instanceof Number number
                    && Double.isFinite(number.doubleValue())
                    && number.doubleValue() >= 0);

    static ParameterType choice(String... values) {
        List<String> choices = List.of(values);
        return new ParameterType(
                ordered("type", "string", "enum", choices),
                "one of " + String.join(", ", choices),
                value -> value instanceof String text && choices.contains(text));
    }

    static ParameterType either(ParameterType... types) {
        return new ParameterType(
                Map.of("anyOf", Arrays.stream(types).map(ParameterType::schema).toList()),
                Arrays.stream(types).map(ParameterType::expected).collect(Collectors.joining(", or ")),
                value -> Arrays.stream(types).anyMatch(type -> type.accepts.test(value)));
    }

    private static boolean isText(Object value) {
        return value instanceof String text
                && text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static Map<String, Object> ordered(String key, Object value, String secondKey, Object secondValue) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        map.put(secondKey, secondValue);
        return Collections.unmodifiableMap(map);
    }
}
