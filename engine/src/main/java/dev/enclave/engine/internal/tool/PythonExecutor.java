package dev.enclave.engine.internal.tool;

import dev.enclave.engine.Command;
import dev.enclave.engine.Sandbox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import reactor.core.publisher.Mono;

/** Runs Python code, each time in a new interpreter. */
final class PythonExecutor implements BuiltInTool {

    private static final String CODE = "code";

    private static final ToolSchema SCHEMA = ToolSchema.of(
            "python_executor",
            "Run Python code in the sandbox and return what it prints; print what you want to see. "
                    + "Each call is a new interpreter in the working directory: files stay, variables and imports do not.",
            Parameter.required(CODE, ParameterType.TEXT, "The Python code, of any length."),
            TimeLimit.PARAMETER);

    /**
     * $1 is a folder that is not there yet, $2 the length of the code. Unbuffered, so that a time limit does not lose what was printed.
     * What the shell itself has to say of a Python that was killed is dropped: it would pass for a message of the code's.
     */
    static final Script RUN = new Script("python_executor", """
            mkdir -p /tmp && mkdir -m 700 "$1" || exit 1
            trap 'rm -rf "$1"' EXIT
            trap 'exit 143' TERM
            cat >"$1/main.py" || exit 1
            if [ "$(wc -c <"$1/main.py")" -ne "$2" ]; then
              echo 'the code did not arrive completely, nothing was run' >&2
              exit 1
            fi
            for python in python python3; do
              if command -v "$python" >/dev/null 2>&1; then
                exec 3>&2 2>/dev/null
                (exec "$python" -u "$1/main.py" 2>&3 3>&-)
                exit
              fi
            done
            echo 'there is no Python in this image, neither python nor python3' >&2
            exit 127
            """);

    @Override
    public ToolSchema schema() {
        return SCHEMA;
    }

    @Override
    public Mono<Answer> call(Sandbox sandbox, Arguments arguments) {
        String code = arguments.text(CODE);
        if (code.isBlank()) {
            return Mono.just(Answer.error("No code provided"));
        }
        TimeLimit limit = TimeLimit.from(arguments);
        byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
        String folder = "/tmp/" + Script.freshName();
        Command command = RUN.with(folder, String.valueOf(bytes.length)).withStdin(Script.input(bytes));
        return Leftovers.exec(sandbox, limit.appliedTo(command), List.of(folder))
                .map(result -> Answer.of(result, limit));
    }
}
