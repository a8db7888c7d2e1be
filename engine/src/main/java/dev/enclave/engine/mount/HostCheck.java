package dev.enclave.engine.mount;

import dev.enclave.engine.mount.InvalidMountException.Problem;
import java.util.Objects;
import java.util.Optional;

/** What is found about one host path: by the policy, and by looking. Shared by the check and by explanations. */
final class HostCheck {
    private static final MountDecision SPECIAL = MountDecision.refused(
            "special file",
            "it is a socket, a device or a named pipe",
            "Mount files and directories only; whoever has the socket of a service, such as the engine's, has the service");

    private HostCheck() {}

    /** {@return the policy's decision, or the refusal that no policy can lift} */
    static MountDecision decide(MountPolicy policy, HostPath path, MountAccess access) {
        MountDecision decision = Objects.requireNonNull(
                policy.decide(new MountRequest(path.given(), path.real(), access)), "decision of the mount policy");
        return decision instanceof MountDecision.Allowed && path.state() == HostPath.State.SPECIAL ? SPECIAL : decision;
    }

    /** {@return what stands in the way of a mount that is allowed} */
    static Optional<Problem> problemOf(HostPath path, boolean createMissing) {
        return switch (path.state()) {
            case MISSING -> createMissing ? Optional.empty() : Optional.of(Problem.MISSING);
            case FILE -> createMissing ? Optional.of(Problem.NOT_A_DIRECTORY) : Optional.empty();
            case BLOCKED_BY_FILE -> Optional.of(Problem.NOT_A_DIRECTORY);
            case BROKEN_LINK -> Optional.of(Problem.BROKEN_LINK);
            case UNREADABLE -> Optional.of(Problem.UNREADABLE);
            case DIRECTORY, SPECIAL -> Optional.empty();
        };
    }
}
