package dev.enclave.docker.internal.http;

import dev.enclave.docker.internal.json.JsonCodec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What logs may show of requests and answers: no credentials, no values of environments, build arguments and driver options, no lines of Dockerfiles. */
final class Redaction {

    private static final String HIDDEN = "***";
    private static final int LONGEST = 4096;

    /** Longer ones are not even parsed for a log. */
    private static final int LONGEST_PARSED = 256 * 1024;

    private static final Set<String> SECRETS =
            Set.of("auth", "createdby", "identitytoken", "password", "registrytoken", "secret", "token");
    private static final Set<String> SECRET_MAPS = Set.of("buildargs", "driveropts", "options");
    private static final String ENVIRONMENT = "env";

    /** Lines of a Dockerfile, of which any may set or use a secret. */
    private static final String INSTRUCTIONS = "onbuild";

    private static final Set<String> SECRET_HEADERS = Set.of("authorization", "x-registry-auth", "x-registry-config");
    private static final Set<String> SECRET_PARAMETERS = Set.of("buildargs", "changes", "remote");

    private Redaction() {}

    /** A body of JSON objects; anything else is told by its length. */
    static String body(byte[] body) {
        if (body.length == 0) {
            return "no body";
        }
        if (body.length > LONGEST_PARSED) {
            return body.length + " bytes";
        }
        try {
            String text = redacted(JsonCodec.SHARED.readTree(body)).toString();
            return text.length() <= LONGEST
                    ? text
                    : text.substring(0, LONGEST) + "... (" + text.length() + " characters)";
        } catch (JacksonException e) {
            return body.length + " bytes";
        }
    }

    static String headers(Map<String, String> headers) {
        Map<String, String> shown = new TreeMap<>();
        headers.forEach((name, value) -> shown.put(name, SECRET_HEADERS.contains(lower(name)) ? HIDDEN : value));
        return shown.toString();
    }

    /** Parameters as they are sent: {@code name=value}, encoded. */
    static String query(List<String> parameters) {
        return parameters.stream().map(Redaction::parameter).collect(Collectors.joining("&"));
    }

    private static String parameter(String parameter) {
        String name = parameter.substring(0, parameter.indexOf('='));
        return SECRET_PARAMETERS.contains(name) ? name + "=" + HIDDEN : parameter;
    }

    private static JsonNode redacted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode value = object.get(name);
                object.set(name, redacted(lower(name), value));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, redacted(array.get(i)));
            }
        }
        return node;
    }

    private static JsonNode redacted(String name, JsonNode value) {
        if (SECRETS.contains(name) && value.isValueNode()) {
            return StringNode.valueOf(HIDDEN);
        }
        if (SECRET_MAPS.contains(name) && value instanceof ObjectNode map) {
            List.copyOf(map.propertyNames()).forEach(key -> map.put(key, HIDDEN));
            return map;
        }
        if (name.equals(ENVIRONMENT) && value instanceof ArrayNode variables) {
            return each(variables, Redaction::variable);
        }
        if (name.equals(INSTRUCTIONS) && value instanceof ArrayNode lines) {
            return each(lines, Redaction::instruction);
        }
        return redacted(value);
    }

    private static JsonNode each(ArrayNode texts, UnaryOperator<String> hidden) {
        for (int i = 0; i < texts.size(); i++) {
            texts.set(i, StringNode.valueOf(hidden.apply(texts.get(i).asString())));
        }
        return texts;
    }

    /** The instruction's name, at a line's beginning. */
    private static String instruction(String line) {
        String text = line.strip();
        int end = 0;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end == text.length() ? text : text.substring(0, end) + " " + HIDDEN;
    }

    private static String variable(String variable) {
        int equals = variable.indexOf('=');
        return equals < 0 ? variable : variable.substring(0, equals + 1) + HIDDEN;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
