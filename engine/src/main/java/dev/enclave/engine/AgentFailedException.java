package dev.enclave.engine;

import org.jspecify.annotations.Nullable;

/**
 * The agent in a sandbox cannot be talked to: it speaks another version of the protocol, broke its rules, or gave up. The sandbox is
 * {@link SandboxState#FAILED} then, and is removed; make another one.
 */
public final class AgentFailedException extends SandboxException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param sandboxId the sandbox's id; null when there is none yet
     * @param message the step, the reason, and what can be done
     * @param cause what it came from
     */
    public AgentFailedException(@Nullable String sandboxId, String message, @Nullable Throwable cause) {
        super(sandboxId, message, cause);
    }
}
