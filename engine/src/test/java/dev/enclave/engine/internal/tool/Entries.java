package dev.enclave.engine.internal.tool;

import dev.enclave.engine.tool.ToolResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the entries of a listing, as a program that got them as JSON would. */
final class Entries {

    private Entries() {}

    static List<Map<String, Object>> of(ToolResult result) {
        List<Map<String, Object>> entries = new ArrayList<>();
        if (!(result.metadata().get("entries") instanceof List<?> list)) {
            throw new AssertionError(result + " has no entries");
        }
        for (Object entry : list) {
            Map<String, Object> copy = new LinkedHashMap<>();
            ((Map<?, ?>) entry).forEach((key, value) -> copy.put(String.valueOf(key), value));
            entries.add(copy);
        }
        return entries;
    }
}
