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

    /** The message without the sandbox before it. */
    private final String reason;

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
        this.reason = message;
    }

    /**
     * Says why something failed, for a message that names the sandbox itself.
     *
     * @param failure any error
     * @return its message, without the sandbox's id before it
     */
    public static String reasonOf(Throwable failure) {
        return failure instanceof SandboxException known ? known.reason : String.valueOf(failure.getMessage());
    }

    /** {@return the sandbox's id; null when there was none yet} */
    public @Nullable String sandboxId() {
        return sandboxId;
    }
}
