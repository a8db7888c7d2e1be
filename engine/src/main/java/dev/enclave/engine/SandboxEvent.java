package dev.enclave.engine;

import java.time.Instant;
import java.util.Objects;

/**
 * A change of a sandbox's state.
 *
 * @param sandboxId the sandbox
 * @param state what it is doing now
 * @param time since when
 */
public record SandboxEvent(String sandboxId, SandboxState state, Instant time) {
    /** Checks that everything is there. */
    public SandboxEvent {
        Objects.requireNonNull(sandboxId, "sandboxId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(time, "time");
    }
}
