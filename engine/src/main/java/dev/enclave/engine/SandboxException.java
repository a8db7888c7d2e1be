package dev.enclave.engine;

import org.jspecify.annotations.Nullable;

/**
 * A sandbox could not be made or used. The message names the sandbox, the step and the reason. A command that fails is not an
 * exception: see {@link ExecResult#status()}.
 */
public class SandboxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The sandbox's id, if there is one. */
    private final @Nullable String sandboxId;

    /**
     * Creates the error.
     *
     * @param sandboxId the sandbox's id; null when there is none yet
     * @param message the step, the reason, and what can be done
     * @param cause what it came from
     */
    public SandboxException(@Nullable String sandboxId, String message, @Nullable Throwable cause) {
        super(sandboxId == null ? message : "sandbox " + sandboxId + ": " + message, cause);
        this.sandboxId = sandboxId;
    }

    /** {@return the sandbox's id; null when there was none yet} */
    public @Nullable String sandboxId() {
        return sandboxId;
    }
}
