package dev.enclave.engine.internal.process;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules that arguments of commands and sandboxes keep; each method returns the checked, copied value. */
public final class CommandChecks {

    private CommandChecks() {}

    /** A program and its arguments. */
    public static List<String> argv(List<String> argv) {
        List<String> copy = List.copyOf(argv);
        if (copy.isEmpty() || copy.get(0).isBlank()) {
            throw new IllegalArgumentException("a command needs a program: " + copy);
        }
        return arguments(copy);
    }

    /** Arguments of a program that is named elsewhere. */
    public static List<String> arguments(List<String> arguments) {
        List<String> copy = List.copyOf(arguments);
        copy.forEach(argument -> requireNoNul("argument", argument));
        return copy;
    }

    /** Environment variables. */
    public static Map<String, String> environment(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            Objects.requireNonNull(value, () -> "value of environment variable " + name);
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("not a name of an environment variable: '" + name + "'");
            }
            requireNoNul("environment variable", name);
            requireNoNul("environment variable " + name, value);
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /**
     * A working directory. Below {@code /proc} none is accepted: a working directory of {@code /proc/self/fd/N} leads out of the
     * container with an old runc (CVE-2024-21626).
     */
    public static @Nullable String workingDirectory(@Nullable String directory) {
        if (directory == null) {
            return null;
        }
        requireNoNul("working directory", directory);
        if (!directory.startsWith("/")) {
            throw new IllegalArgumentException("a working directory must be absolute: '" + directory + "'");
        }
        List<String> parts = List.of(directory.split("/"));
        if (parts.contains("..")
                || parts.stream()
                        .filter(part -> !part.isEmpty() && !part.equals("."))
                        .findFirst()
                        .filter("proc"::equals)
                        .isPresent()) {
            throw new IllegalArgumentException(
                    "a working directory must not contain '..' or lie in /proc: '" + directory + "'");
        }
        return directory;
    }

    /** A working directory, written in one way only: without empty and {@code .} segments, without a slash at its end. */
    public static String normalDirectory(String directory) {
        workingDirectory(directory);
        return Stream.of(directory.split("/"))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .collect(Collectors.joining("/", "/", ""));
    }

    /** A user, by name or id, optionally with a group. */
    public static @Nullable String user(@Nullable String user) {
        if (user != null && !user.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?")) {
            throw new IllegalArgumentException("not a user, or user:group, by name or id: '" + user + "'");
        }
        return user;
    }

    /** A time limit. */
    public static @Nullable Duration timeout(@Nullable Duration timeout) {
        if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
            throw new IllegalArgumentException("timeout must be positive: " + timeout);
        }
        return timeout;
    }

    /** A grace period. */
    public static Duration grace(Duration grace) {
        Objects.requireNonNull(grace, "grace");
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must not be negative: " + grace);
        }
        return grace;
    }

    private static void requireNoNul(String what, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " contains a NUL character");
        }
    }
}
