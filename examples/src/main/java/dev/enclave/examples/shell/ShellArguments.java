package dev.enclave.examples.shell;

import dev.enclave.engine.Command;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.mount.MountAccess;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the user asked for: {@code IMAGE [--mount HOST:CONTAINER[:ro]]... [-- COMMAND [ARGUMENT...]]}.
 *
 * @param spec the sandbox
 * @param command what runs in it
 */
record ShellArguments(SandboxSpec spec, Command command) {

    static final String USAGE = "IMAGE [--mount HOST:CONTAINER[:ro]]... [-- COMMAND [ARGUMENT...]]";

    /** Bash where the image has it, as people expect its line editing; else its {@code sh}. */
    private static final Command DEFAULT_COMMAND =
            Command.shell("command -v bash >/dev/null 2>&1 && exec bash; exec sh");

    /**
     * Parses arguments.
     *
     * @throws IllegalArgumentException if they say nothing that can be done; its message says what is wrong
     */
    static ShellArguments parse(List<String> arguments) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        SandboxSpec.Builder spec = null;
        Deque<String[]> mounts = new ArrayDeque<>();
        while (!rest.isEmpty() && !rest.peek().equals("--")) {
            String argument = rest.remove();
            if (argument.equals("--mount")) {
                mounts.add(mount(value(rest)));
            } else if (argument.startsWith("--mount=")) {
                mounts.add(mount(argument.substring("--mount=".length())));
            } else if (argument.startsWith("-")) {
                throw new IllegalArgumentException("unknown option '" + argument + "'");
            } else if (spec == null) {
                spec = SandboxSpec.builder(argument);
            } else {
                throw new IllegalArgumentException("what is '" + argument + "'? A command comes after '--'");
            }
        }
        if (spec == null) {
            throw new IllegalArgumentException("no image is named");
        }
        for (String[] mount : mounts) {
            spec.mount(
                    absolute(mount[0]), mount[1], mount.length == 3 ? MountAccess.READ_ONLY : MountAccess.READ_WRITE);
        }
        return new ShellArguments(spec.build(), command(rest));
    }

    private static String value(Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException("--mount needs a value: HOST:CONTAINER[:ro]");
        }
        return rest.remove();
    }

    private static String[] mount(String value) {
        String[] parts = value.split(":", -1);
        boolean readOnly = parts.length == 3 && parts[2].equals("ro");
        if (!(parts.length == 2 || readOnly) || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new IllegalArgumentException(
                    "--mount takes HOST:CONTAINER or HOST:CONTAINER:ro, not '" + value + "'");
        }
        return parts;
    }

    private static String absolute(String hostPath) {
        return Path.of(hostPath).toAbsolutePath().normalize().toString();
    }

    private static Command command(Deque<String> rest) {
        if (rest.isEmpty()) {
            return DEFAULT_COMMAND;
        }
        rest.remove(); // the two dashes
        if (rest.isEmpty()) {
            throw new IllegalArgumentException("no command comes after '--'");
        }
        return Command.of(List.copyOf(rest));
    }
}
