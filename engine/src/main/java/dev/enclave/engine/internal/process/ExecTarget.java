package dev.enclave.engine.internal.process;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Where commands run, and what they inherit.
 *
 * @param sandboxId the sandbox's id
 * @param container the container's name
 * @param user the user; null for the container's own
 * @param workingDirectory the working directory
 * @param environment variables of every command
 * @param removing whether the sandbox is being removed, and its processes with it
 * @param killSandbox kills the whole sandbox; the last resort when a process tree cannot be ended
 */
public record ExecTarget(
        String sandboxId,
        String container,
        @Nullable String user,
        String workingDirectory,
        Map<String, String> environment,
        BooleanSupplier removing,
        Mono<Void> killSandbox) {

    /** Copies the environment. */
    public ExecTarget {
        environment = Map.copyOf(environment);
    }

    /** Returns a copy whose commands have these variables. */
    public ExecTarget withEnvironment(Map<String, String> variables) {
        return new ExecTarget(sandboxId, container, user, workingDirectory, variables, removing, killSandbox);
    }
}
