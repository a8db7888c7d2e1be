package dev.enclave.engine.internal.tool;

import dev.enclave.engine.Sandbox;
import dev.enclave.engine.tool.Tool;
import dev.enclave.engine.tool.ToolNotAvailableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tools of one sandbox. */
public final class ToolRegistry {

    /** The one list of built-in tools. */
    private static final List<BuiltInTool> BUILT_IN =
            List.of(new ShellExecutor(), new PythonExecutor(), new FileOperation());

    private static final List<String> EXISTING =
            BUILT_IN.stream().map(tool -> tool.schema().name()).toList();

    private final Sandbox sandbox;
    private final Map<String, Tool> enabled = new LinkedHashMap<>();

    /**
     * Creates the registry.
     *
     * @param sandbox where the tools work
     * @param names the tools that are enabled; null for all. Names of tools that this version does not know enable nothing
     */
    public ToolRegistry(Sandbox sandbox, @Nullable List<String> names) {
        this.sandbox = sandbox;
        BUILT_IN.stream()
                .map(tool -> new SandboxTool(tool, sandbox))
                .filter(tool -> names == null || names.contains(tool.name()))
                .forEach(tool -> enabled.put(tool.name(), tool));
    }

    /** The names of all tools that there are. */
    public static List<String> existing() {
        return EXISTING;
    }

    /** Finds an enabled tool. */
    public Tool find(String name) {
        Objects.requireNonNull(name, "name");
        Tool tool = enabled.get(name);
        if (tool == null) {
            throw new ToolNotAvailableException(sandbox.id(), name, enabled.keySet(), EXISTING);
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
