package dev.enclave.engine.internal.tool;

import dev.enclave.engine.Sandbox;
import reactor.core.publisher.Mono;

/** A tool, as its author writes it; without state, one for all sandboxes. */
interface BuiltInTool {

    /** What it is called, does, and takes. */
    ToolSchema schema();

    /**
     * Answers one call.
     *
     * @param sandbox where it works
     * @param arguments the parameters, which the schema has accepted
     * @return the answer, cold; signals only what the sandbox signals
     */
    Mono<Answer> call(Sandbox sandbox, Arguments arguments);
}
