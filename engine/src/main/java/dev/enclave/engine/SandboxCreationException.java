package dev.enclave.engine;

import org.jspecify.annotations.Nullable;

/** A sandbox could not be made. Nothing of it is left on the engine. */
public final class SandboxCreationException extends SandboxException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param sandboxId the sandbox's id; null when there is none yet
     * @param message the step, the reason, and what can be done
     * @param cause what it came from
     */
    public SandboxCreationException(@Nullable String sandboxId, String message, @Nullable Throwable cause) {
        super(sandboxId, message, cause);
    }
}
