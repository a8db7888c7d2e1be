package dev.enclave.engine.internal.tool;

import dev.enclave.engine.ExecResult;
import dev.enclave.engine.ExecStatus;
import dev.enclave.engine.tool.ToolStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tool has to say about one call.
 *
 * @param status how it ended
 * @param output what it answers
 * @param error what went wrong, or what a program that succeeded wrote to its standard error; null for nothing
 * @param metadata further facts
 */
record Answer(ToolStatus status, String output, @Nullable String error, Map<String, Object> metadata) {

    /** Of a program that was ended by us: none of its own. */
    private static final int NO_EXIT_CODE = -1;

    static Answer success(String output, Map<String, Object> metadata) {
        return new Answer(ToolStatus.SUCCESS, output, null, metadata);
    }

    static Answer error(String error) {
        return error(error, Map.of());
    }

    static Answer error(String error, Map<String, Object> metadata) {
        return new Answer(ToolStatus.ERROR, "", error, metadata);
    }

    /** The answer of a tool that runs what it is given. */
    static Answer of(ExecResult result, TimeLimit limit) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("exit_code", result.exitCode().orElse(NO_EXIT_CODE));
        metadata.put("stdout_truncated", result.stdoutTruncated());
        metadata.put("stderr_truncated", result.stderrTruncated());
        metadata.put("out_of_memory", result.outOfMemory());
        return new Answer(status(result), result.stdout(), error(result, limit), metadata);
    }

    private static @Nullable String error(ExecResult result, TimeLimit limit) {
        String said = result.stderr();
        if (said.isBlank()) {
            return explanation(result, limit);
        }
        // Shells say "Terminated" or "Killed" of what was ended: that alone would explain nothing.
        boolean needsExplanation = result.status() == ExecStatus.TIMEOUT || result.outOfMemory();
        return needsExplanation ? said.stripTrailing() + "\n" + explanation(result, limit) : said;
    }

    static ToolStatus status(ExecResult result) {
        return switch (result.status()) {
            case SUCCESS -> ToolStatus.SUCCESS;
            case ERROR -> ToolStatus.ERROR;
            case TIMEOUT -> ToolStatus.TIMEOUT;
            case CANCELLED -> ToolStatus.CANCELLED;
        };
    }

    private static @Nullable String explanation(ExecResult result, TimeLimit limit) {
        return switch (result.status()) {
            case SUCCESS -> null;
            // Such as: failed with exit code 1; killed: memory limit of 512 MiB reached.
            case ERROR -> "Command " + result.describe();
            case TIMEOUT -> "Command timed out after " + limit.seconds() + " seconds";
            case CANCELLED -> "Command was cancelled: its sandbox is being removed";
        };
    }
}
