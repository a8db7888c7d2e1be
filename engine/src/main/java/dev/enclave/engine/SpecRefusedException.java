package dev.enclave.engine;

import org.jspecify.annotations.Nullable;

/** The specification asks for something that this engine does not allow or cannot honour. Nothing was created. */
public final class SpecRefusedException extends SandboxException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param sandboxId the sandbox's id; null when there is none yet
     * @param message the step, the reason, and what can be done
     * @param cause what it came from
     */
    public SpecRefusedException(@Nullable String sandboxId, String message, @Nullable Throwable cause) {
        super(sandboxId, message, cause);
    }
}
