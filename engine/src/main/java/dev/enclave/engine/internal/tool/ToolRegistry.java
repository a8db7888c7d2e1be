package dev.enclave.engine.internal.tool;

import dev.enclave.engine.Sandbox;
import dev.enclave.engine.tool.Tool;
import dev.enclave.engine.tool.ToolNotAvailableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tools of one sandbox. */
public final class ToolRegistry {

    /** The one list of built-in tools. */
    private static final List<Function<Sandbox, Tool>> BUILT_IN = List.of();

    private final Sandbox sandbox;
    private final Map<String, Tool> existing;
    private final Map<String, Tool> enabled;

    /**
     * Creates the registry.
     *
     * @param sandbox where the tools work
     * @param names the tools that are enabled; null for all. Unknown names enable nothing
     */
    public ToolRegistry(Sandbox sandbox, @Nullable List<String> names) {
        this.sandbox = sandbox;
        this.existing = BUILT_IN.stream()
                .map(factory -> factory.apply(sandbox))
                .collect(Collectors.toMap(Tool::name, tool -> tool, (one, other) -> one, LinkedHashMap::new));
        this.enabled = new LinkedHashMap<>(existing);
        if (names != null) {
            enabled.keySet().retainAll(names);
        }
    }

    /** Finds an enabled tool. */
    public Tool find(String name) {
        Objects.requireNonNull(name, "name");
        Tool tool = enabled.get(name);
        if (tool == null) {
            throw new ToolNotAvailableException(sandbox.id(), name, enabled.keySet(), existing.keySet());
        }
        return tool;
    }

    /** The enabled tools. */
    public List<Tool> all() {
        return List.copyOf(enabled.values());
    }

    /** The names of the enabled tools. */
    public List<String> names() {
        return List.copyOf(enabled.keySet());
    }
}
