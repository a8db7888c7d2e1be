package dev.enclave.engine.internal.tool;

import dev.enclave.engine.Command;
import dev.enclave.engine.Sandbox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import reactor.core.publisher.Mono;

/** Runs a shell line, or a program with arguments. */
final class ShellExecutor implements BuiltInTool {

    private static final String COMMAND = "command";
    private static final String NO_COMMAND = "No command provided";

    /** Linux takes no longer argument than 128 KiB, including the NUL at its end. */
    private static final int LONGEST_ARGUMENT = 128 * 1024 - 1;

    /** All of them, with the environment, have a limit that depends on the stack's (2 MiB, usually); this leaves room. */
    private static final int LONGEST_ARGUMENTS = 1024 * 1024;

    private static final ToolSchema SCHEMA = ToolSchema.of(
            "shell_executor",
            "Run a command in the sandbox and return what it prints. Each call starts a new shell in the working directory; "
                    + "files stay, variables and 'cd' do not. "
                    + "To leave a program running in the background, redirect its output: 'server > server.log 2>&1 &'.",
            Parameter.required(
                    COMMAND,
                    ParameterType.either(ParameterType.TEXT, ParameterType.TEXTS),
                    "A line (or several) for /bin/sh, or an array of a program and its arguments, run without a shell."),
            TimeLimit.PARAMETER);

    /** Evaluates its input, which ends with a comment that only the whole of it has. For lines that are too long for an argument. */
    static final Script LONG_LINE = new Script("sh", """
            _enclave_line=$(cat)
            case $_enclave_line in
              *"$1") ;;
              *) echo 'the command did not arrive completely, nothing was run' >&2; exit 1 ;;
            esac
            _enclave_line=${_enclave_line%"$1"}
            shift
            eval "$_enclave_line"
            """);

    @Override
    public ToolSchema schema() {
        return SCHEMA;
    }

    @Override
    public Mono<Answer> call(Sandbox sandbox, Arguments arguments) {
        Object command = arguments.value(COMMAND);
        List<String> parts = command instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of((String) command);
        if (parts.isEmpty() || parts.get(0).isBlank()) {
            return Mono.just(Answer.error(NO_COMMAND));
        }
        if (parts.stream().anyMatch(part -> part.indexOf('\0') >= 0)) {
            return Mono.just(Answer.error("A command cannot contain a NUL character"));
        }
        if (command instanceof String line) {
            return run(sandbox, shellLine(line), arguments);
        }
        return areTooLong(parts)
                ? Mono.just(Answer.error("An argument is longer than 128 KiB, or all are longer than 1 MiB together; "
                        + "write it to a file and pass the file's path"))
                : run(sandbox, Command.of(parts), arguments);
    }

    private static Mono<Answer> run(Sandbox sandbox, Command command, Arguments arguments) {
        TimeLimit limit = TimeLimit.from(arguments);
        return sandbox.exec(limit.appliedTo(command)).map(result -> Answer.of(result, limit));
    }

    private static Command shellLine(String line) {
        if (length(line) <= LONGEST_ARGUMENT) {
            return Command.shell(line);
        }
        String end = "\n#" + Script.freshName();
        return LONG_LINE.with(end).withStdin(Script.input((line + end).getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean areTooLong(List<String> parts) {
        return parts.stream().anyMatch(part -> length(part) > LONGEST_ARGUMENT)
                || parts.stream().mapToLong(ShellExecutor::length).sum() > LONGEST_ARGUMENTS;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
