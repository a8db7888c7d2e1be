package dev.enclave.engine.tool;

import dev.enclave.engine.SandboxException;
import java.util.Collection;

/** There is no such tool, or the sandbox's specification does not enable it. The message says which are enabled and which exist. */
public final class ToolNotAvailableException extends SandboxException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param sandboxId the sandbox
     * @param tool the name that was asked for
     * @param enabled the tools that the sandbox's specification enables
     * @param existing the tools that there are
     */
    public ToolNotAvailableException(
            String sandboxId, String tool, Collection<String> enabled, Collection<String> existing) {
        super(
                sandboxId,
                "tool '" + tool + "' is not available; enabled: " + enabled + ", existing: " + existing
                        + (existing.contains(tool) ? " (enable it by SandboxSpec.Builder.tools)" : ""),
                null);
    }
}
