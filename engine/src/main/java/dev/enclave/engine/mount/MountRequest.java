package dev.enclave.engine.mount;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What a {@link MountPolicy} is asked: may this host path be mounted with this access?
 *
 * @param hostPath the path as the caller wrote it: absolute, without {@code ..}
 * @param realPath the same with all links resolved; where the path, or the end of it, does not exist, what exists is
 *     resolved and the rest appended. This is the path that the engine would mount
 * @param access what the caller asked for
 * @since 0.1.0
 */
public record MountRequest(Path hostPath, Path realPath, MountAccess access) {

    /** Refuses null. */
    public MountRequest {
        Objects.requireNonNull(hostPath, "hostPath");
        Objects.requireNonNull(realPath, "realPath");
        Objects.requireNonNull(access, "access");
    }

    /** {@return how reasons about the real path begin: empty if it is the path as given} */
    String leadsTo() {
        return realPath.equals(hostPath) ? "" : "it leads to " + Quoted.of(realPath) + ", and ";
    }
}
