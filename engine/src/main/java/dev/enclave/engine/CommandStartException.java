package dev.enclave.engine;

import org.jspecify.annotations.Nullable;

/** A command could not be started or followed: the sandbox is not known to be broken, the command's outcome is not known. */
public final class CommandStartException extends SandboxException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param sandboxId the sandbox's id; null when there is none yet
     * @param message the step, the reason, and what can be done
     * @param cause what it came from
     */
    public CommandStartException(@Nullable String sandboxId, String message, @Nullable Throwable cause) {
        super(sandboxId, message, cause);
    }
}
