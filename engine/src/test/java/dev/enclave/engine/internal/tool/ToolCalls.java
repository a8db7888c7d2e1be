package dev.enclave.engine.internal.tool;

import dev.enclave.engine.Sandbox;
import dev.enclave.engine.tool.ToolResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Calls tools as an agent would, one after the other, and waits for the answers.
 *
 * @param sandbox where
 */
record ToolCalls(Sandbox sandbox) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    ToolResult call(String tool, Map<String, ?> parameters) {
        return Objects.requireNonNull(sandbox.tool(tool).execute(parameters).block(PATIENCE));
    }

    ToolResult shell(Object command) {
        return call("shell_executor", Map.of("command", command));
    }

    ToolResult python(String code) {
        return call("python_executor", Map.of("code", code));
    }

    ToolResult file(String operation, String path) {
        return call("file_operation", Map.of("operation", operation, "file_path", path));
    }

    ToolResult write(String path, String content) {
        return call("file_operation", Map.of("operation", "write", "file_path", path, "content", content));
    }

    ToolResult file(String operation, String path, Map<String, String> more) {
        Map<String, Object> parameters = new LinkedHashMap<>(more);
        parameters.put("operation", operation);
        parameters.put("file_path", path);
        return call("file_operation", parameters);
    }

    /** What a shell line prints, without the line break at its end. */
    String printed(String line) {
        return shell(line).output().strip();
    }
}
