package dev.enclave.engine;

import dev.enclave.engine.tool.Tool;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A handle to one running, isolated environment. Thread-safe. Many commands can run in it at once.
 *
 * <p>All operations are cold. They signal {@link SandboxGoneException} when the sandbox has been removed or has ended.
 *
 * <p>A bounded number of commands run {@linkplain SandboxEngine.Builder#commandsAtOnce at once}; more wait, in the order of their
 * subscriptions, and a time limit counts from the start. Processes that were started, in the background or not, are counted apart from
 * what {@code exec}, {@code stream} and the tools run: however long they live, they never make those wait. A stream that is not read is
 * one of those commands until it ends.
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
     * Starts a command and hands it out while it runs. It outlives the subscriber, and ends by itself, by its time limit, by {@link
     * SandboxProcess#kill()}, or with the sandbox.
     *
     * @param command the command
     * @return the process. Cancelling before it is emitted leaves nothing running. Signals {@link CommandStartException} when the command
     *     cannot be started, either here or as the end of its output
     */
    Mono<SandboxProcess> start(Command command);

    /**
     * Starts a command whose output is read all the time, so that it never waits for a reader. {@linkplain Command#withRetainedOutput A
     * bounded amount} of the output is kept, for any number of subscribers.
     *
     * @param command the command
     * @return the process, as from {@link #start}
     */
    Mono<SandboxProcess> startInBackground(Command command);

    /**
     * {@return the processes that were started by this handle and run, and the last 16 that have ended; the oldest first. What {@code exec}
     * and {@code stream} run belongs to their callers and is not listed}
     */
    List<SandboxProcess> processes();

    /**
     * Finds a process that {@link #processes()} lists.
     *
     * @param id its id
     * @return the process; empty when there is none
     */
    default Optional<SandboxProcess> process(String id) {
        return processes().stream().filter(process -> process.id().equals(id)).findFirst();
    }

    /**
     * The image's own program, where the specification {@linkplain SandboxSpec.Builder#imageEntrypoint asks for it}: a process in the
     * background, which {@link #processes()} lists as the first one.
     *
     * @return the process, also when it has ended; empty when it was not asked for
     */
    Optional<SandboxProcess> imageEntrypoint();

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
