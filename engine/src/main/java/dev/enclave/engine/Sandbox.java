package dev.enclave.engine;

import dev.enclave.engine.tool.Tool;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A handle to one running, isolated environment. Thread-safe. Many commands can run in it at once.
 *
 * <p>All operations are cold. They signal {@link SandboxGoneException} when the sandbox has been removed or has ended.
 */
public interface Sandbox {

    /** {@return the id: unique, short, made of letters and digits} */
    String id();

    /** {@return the name of the container behind it, as {@code docker ps} shows it} */
    String containerName();

    /** {@return what it is doing} */
    SandboxState state();

    /** {@return everything that is known of it without asking the engine} */
    SandboxInfo info();

    /**
     * Runs a command and gathers what it prints, up to its {@linkplain Command#outputLimit() limit}.
     *
     * @param command the command
     * @return the result, also when the command fails or its time is over. Cancelling ends the command's whole process tree, in the
     *     background. Signals {@link CommandStartException} when the command cannot be started or its outcome is not known
     */
    Mono<ExecResult> exec(Command command);

    /**
     * Runs a shell line and gathers what it prints.
     *
     * @param shellLine the line, for {@code /bin/sh}
     * @return as {@link #exec(Command)}
     */
    default Mono<ExecResult> exec(String shellLine) {
        return exec(Command.shell(shellLine));
    }

    /**
     * Runs a command and emits what it prints as it comes. Demand reaches the pipe in the sandbox: a subscriber that does not request
     * makes the command block in its next write.
     *
     * @param command the command
     * @return the output, ending with exactly one {@link OutputChunk.End}. Cancelling ends the command's whole process tree, in the
     *     background. Output that nobody reads while the command is being ended may be lost; the end says so. Signals {@link
     *     CommandStartException} when the command cannot be started or its outcome is not known
     */
    Flux<OutputChunk> stream(Command command);

    /**
     * Finds a tool.
     *
     * @param name for example {@code shell_executor}
     * @return the tool, bound to this sandbox
     * @throws dev.enclave.engine.tool.ToolNotAvailableException if there is no such tool, or the specification does not enable it
     */
    Tool tool(String name);

    /** {@return the tools that may be used in this sandbox} */
    List<Tool> tools();

    /**
     * Removes the sandbox: ends everything that runs in it, at once, and deletes its container.
     *
     * @return completes when it has gone, also when it already had. Idempotent; all subscribers share one removal, which goes on when
     *     they cancel. Signals {@link SandboxException} when the engine fails to remove it
     */
    Mono<Void> remove();
}
