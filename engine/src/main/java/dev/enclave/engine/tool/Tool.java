package dev.enclave.engine.tool;

import java.util.Map;
import reactor.core.publisher.Mono;

/** Something that an agent may call by name with JSON parameters, bound to a sandbox. */
public interface Tool {

    /** {@return the name by which it is called} */
    String name();

    /** {@return what it does, for the agent that chooses} */
    String description();

    /** {@return its description in the form that language models take: {@code {"type": "function", "function": {"name", "description", "parameters": JSON schema}}}, as nested maps and lists that any JSON library writes} */
    Map<String, Object> schema();

    /**
     * Calls it.
     *
     * @param parameters as the schema describes them
     * @return the answer. Wrong parameters, failing programs and time-outs are answers too, told by their {@link
     *     ToolResult#status()}; only a sandbox that is gone or an engine that fails is an error signal. Cancelling ends whatever runs
     */
    Mono<ToolResult> execute(Map<String, ?> parameters);
}
