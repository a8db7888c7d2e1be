package dev.enclave.engine.mount;

import java.util.Objects;

/**
 * A mount that was checked, as the engine is to make it.
 *
 * @param requested the mount as the caller described it, for messages
 * @param effective the same kind of mount with what the check found out: the real host path, and read-only access where
 *     the policy forces it. This, not {@code requested}, goes to the engine
 * @since 0.1.0
 */
public record ResolvedMount(Mount requested, Mount effective) {

    /** Refuses null. */
    public ResolvedMount {
        Objects.requireNonNull(requested, "requested");
        Objects.requireNonNull(effective, "effective");
    }

    /** {@return the container path of the mount} */
    public String containerPath() {
        return effective.containerPath();
    }
}
