package dev.enclave.docker.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The patterns of a {@code .dockerignore} file, as the docker command line reads them: the last one that matches a path, or a directory
 * above it, decides; {@code !} makes an exception; {@code *} and {@code ?} stay within a name, {@code **} is any number of directories.
 */
final class IgnorePatterns {

    private record Rule(Pattern pattern, boolean exception) {}

    private final List<Rule> rules;

    private IgnorePatterns(List<Rule> rules) {
        this.rules = rules;
    }

    static IgnorePatterns parse(List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            // A byte order mark may stand before the first.
            String text = line.replace("\uFEFF", "").strip();
            if (text.isEmpty() || line.startsWith("#")) {
                continue;
            }
            boolean exception = text.startsWith("!");
            String path = clean(exception ? text.substring(1).strip() : text);
            if (!path.isEmpty()) {
                rules.add(new Rule(Pattern.compile(toRegex(path)), exception));
            }
        }
        return new IgnorePatterns(rules);
    }

    /** Tells whether something below an ignored directory may be wanted all the same. */
    boolean hasExceptions() {
        return rules.stream().anyMatch(Rule::exception);
    }

    /** Tells whether a path is ignored; it is relative to the context, with slashes. */
    boolean ignores(String path) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (matchesItOrAParent(rule.pattern(), path)) {
                ignored = !rule.exception();
            }
        }
        return ignored;
    }

    private static boolean matchesItOrAParent(Pattern pattern, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (pattern.matcher(path.substring(0, end)).matches()) {
                return true;
            }
        }
        return false;
    }

    /** Without empty and dot parts and without slashes at the ends; dot-dot takes a part away, but never leads out of the context. */
    private static String clean(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.remove(parts.size() - 1);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private static String toRegex(String path) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (path.startsWith("**", i)) {
                i++;
                if (i + 1 < path.length() && path.charAt(i + 1) == '/') {
                    i++;
                }
                regex.append(i + 1 >= path.length() ? ".*" : "(.*/)?");
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '[' && path.indexOf(']', i + 2) > 0) {
                int end = path.indexOf(']', i + 2);
                regex.append(path, i, end + 1);
                i = end;
            } else if (c == '\\' && i + 1 < path.length()) {
                i++;
                regex.append(Pattern.quote(path.substring(i, i + 1)));
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }
}
