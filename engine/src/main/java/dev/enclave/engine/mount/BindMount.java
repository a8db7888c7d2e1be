package dev.enclave.engine.mount;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A directory or file of the host, mounted into the sandbox. Made with {@link Mount#bind(String, String)}.
 *
 * @param hostPath absolute, without {@code ..}, of the default file system; links in it are resolved, and it is judged
 *     by the {@link MountPolicy}, when the sandbox is made
 * @param containerPath where the sandbox sees it; see {@link Mount}
 * @param access whether the sandbox may write; default {@link MountAccess#READ_WRITE}
 * @param propagation default {@link MountPropagation#RPRIVATE}
 * @param createMissing whether a missing host directory is created; default false
 * @since 0.1.0
 */
public record BindMount(
        Path hostPath, String containerPath, MountAccess access, MountPropagation propagation, boolean createMissing)
        implements Mount {

    /** Normalises the paths, and refuses what is not usable. */
    public BindMount {
        hostPath = HostPath.require(hostPath);
        containerPath = ContainerPath.require(containerPath);
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(propagation, "propagation");
    }

    /** {@return a copy that the sandbox may only read} */
    public BindMount readOnly() {
        return access(MountAccess.READ_ONLY);
    }

    /** {@return a copy that the sandbox may read and write} */
    public BindMount readWrite() {
        return access(MountAccess.READ_WRITE);
    }

    /**
     * Set whether the sandbox may write.
     *
     * @param access the new access
     * @return a changed copy
     */
    public BindMount access(MountAccess access) {
        return new BindMount(hostPath, containerPath, access, propagation, createMissing);
    }

    /**
     * Set whether later mounts of the host appear in the sandbox.
     *
     * @param propagation the new propagation
     * @return a changed copy
     */
    public BindMount propagation(MountPropagation propagation) {
        return new BindMount(hostPath, containerPath, access, propagation, createMissing);
    }

    /**
     * Ask that the host directory be created, with its parents, if it is missing when the sandbox is made. It then
     * belongs to the user of this process (never to the engine's root), and it is not removed with the sandbox. Nothing
     * is created where the policy refuses the path.
     *
     * @return a changed copy
     */
    public BindMount createHostDirectory() {
        return new BindMount(hostPath, containerPath, access, propagation, true);
    }

    /** {@return a copy with another host path, for a path whose links are resolved} */
    BindMount hostPath(Path hostPath) {
        return new BindMount(hostPath, containerPath, access, propagation, createMissing);
    }
}
