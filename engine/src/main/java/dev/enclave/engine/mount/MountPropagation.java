package dev.enclave.engine.mount;

import java.util.Locale;

/**
 * Whether file systems that the host mounts later, below a mounted directory, appear in the sandbox. The kernel's
 * {@code shared} kinds are left out on purpose: with them a sandbox could change the mounts of the host.
 */
public enum MountPropagation {
    /** Nothing propagates, at any depth: the default. */
    RPRIVATE,
    /** Nothing propagates; submounts that exist when the sandbox starts keep what the host set for them. */
    PRIVATE,
    /** What the host mounts later, at any depth, appears in the sandbox, never the other way round. */
    RSLAVE,
    /** What the host mounts later directly below the mounted directory appears in the sandbox, never the other way. */
    SLAVE;

    /** {@return the kernel's and the engines' name of this value, such as {@code rprivate}} */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
