package dev.enclave.engine.mount;

import org.jspecify.annotations.Nullable;

/**
 * A mount cannot be made as it was asked for; signalled before anything is created for the sandbox. It is either
 * {@linkplain MountRefusedException refused} by the policy or {@linkplain InvalidMountException not possible}. The
 * message names both paths, the reason and what to do.
 *
 * @since 0.1.0
 */
public abstract sealed class MountException extends RuntimeException
        permits MountRefusedException, InvalidMountException {
    private static final long serialVersionUID = 1L;

    /** As the caller wrote it. */
    private final @Nullable String hostPath;

    /** Normalised. */
    private final String containerPath;

    /** Without a full stop. */
    private final String reason;

    /** A sentence. */
    private final String advice;

    MountException(Mount mount, String verb, String reason, String advice, @Nullable Throwable cause) {
        super(message(mount, verb, reason, advice), cause);
        this.hostPath = mount instanceof BindMount bind ? bind.hostPath().toString() : null;
        this.containerPath = mount.containerPath();
        this.reason = reason;
        this.advice = advice;
    }

    /** {@return the host path as the caller wrote it; null for a volume or a temporary file system} */
    public @Nullable String hostPath() {
        return hostPath;
    }

    /** {@return the path at which the sandbox would have seen it} */
    public String containerPath() {
        return containerPath;
    }

    /** {@return why it cannot be mounted, without a full stop} */
    public String reason() {
        return reason;
    }

    /** {@return what can be done, a sentence} */
    public String advice() {
        return advice;
    }

    private static String message(Mount mount, String verb, String reason, String advice) {
        return "mount of " + describe(mount) + " at " + Quoted.of(mount.containerPath()) + " " + verb + ": " + reason
                + ". " + advice;
    }

    private static String describe(Mount mount) {
        if (mount instanceof BindMount bind) {
            return Quoted.of(bind.hostPath());
        }
        return mount instanceof VolumeMount volume ? "volume " + Quoted.of(volume.name()) : "tmpfs";
    }
}
