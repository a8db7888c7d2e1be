package dev.enclave.engine.tool;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a tool.
 *
 * @param toolName the tool
 * @param status how the call ended
 * @param output what it answers
 * @param error what went wrong, or what a program that succeeded wrote to its standard error; null when there is nothing to tell
 * @param metadata further facts, for example an exit code; values are strings, numbers, booleans, and lists and maps of these
 * @param executionTime how long the call took
 * @param timestamp when it ended
 */
public record ToolResult(
        String toolName,
        ToolStatus status,
        String output,
        @Nullable String error,
        Map<String, Object> metadata,
        Duration executionTime,
        Instant timestamp) {

    /** Checks what must be there and copies the metadata. */
    public ToolResult {
        Objects.requireNonNull(toolName, "toolName");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(output, "output");
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        Objects.requireNonNull(executionTime, "executionTime");
        Objects.requireNonNull(timestamp, "timestamp");
    }

    /** {@return whether the tool did what was asked} */
    public boolean isSuccess() {
        return status == ToolStatus.SUCCESS;
    }

    /** {@return the answer with the names and forms of its JSON representation: {@code tool_name}, {@code status} in lower case, {@code output}, {@code error} (null when there is none), {@code metadata}, {@code execution_time} in seconds, {@code timestamp} in ISO 8601} Any JSON library writes it. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("tool_name", toolName);
        map.put("status", status.name().toLowerCase(Locale.ROOT));
        map.put("output", output);
        map.put("error", error);
        map.put("metadata", metadata);
        map.put("execution_time", executionTime.toNanos() / 1e9);
        map.put("timestamp", timestamp.toString());
        return Collections.unmodifiableMap(map);
    }
}
