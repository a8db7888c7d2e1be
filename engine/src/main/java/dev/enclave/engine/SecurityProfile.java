package dev.enclave.engine;

/** How tightly a sandbox is confined. None of them makes an ordinary container a boundary between tenants who attack each other. */
public enum SecurityProfile {
    /**
     * Root in the container without powers over anything but its own files: all capabilities dropped except CHOWN, DAC_OVERRIDE and
     * FOWNER, no new privileges, the engine's seccomp profile.
     */
    STANDARD,
    /**
     * A user that is not root (65534 unless another is named), no capability at all, a read-only root file system with the working
     * directory and {@code /tmp} in memory.
     */
    STRICT,
    /** Everything that root on the host may do. Needs {@link SandboxEngine.Builder#allowPrivileged()}. */
    PRIVILEGED
}
