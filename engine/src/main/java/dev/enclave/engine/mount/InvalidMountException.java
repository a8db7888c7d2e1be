package dev.enclave.engine.mount;

import org.jspecify.annotations.Nullable;

/**
 * A mount that the policy allows is not possible as things stand, on the host or among the mounts of one sandbox.
 *
 * @since 0.1.0
 */
public final class InvalidMountException extends MountException {
    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Problem {
        /** The host path does not exist, and its creation was not asked for. */
        MISSING("it does not exist", "Create it first, or ask for a directory with createHostDirectory()"),
        /** A file is where a directory is needed. */
        NOT_A_DIRECTORY("a file is where a directory is needed", "Name a directory, or move the file"),
        /** A symbolic link in the host path leads nowhere or to itself. */
        BROKEN_LINK(
                "a symbolic link in it leads nowhere or in a circle",
                "Repair the link, or name what it should lead to"),
        /** The user of this process cannot look at the host path, mostly for want of permission. */
        UNREADABLE("this process cannot look at it", "Let the user of this process search its parents"),
        /** The host directory could not be created. */
        CANNOT_CREATE(
                "it could not be created", "Let the user of this process write to its parent, or create it first"),
        /** The host path was replaced by something else between the check and its creation. */
        CHANGED("it changed while it was checked", "Keep others from changing its parents"),
        /** The host path contains a comma, which some engines take for the end of the path. */
        COMMA("it contains a comma, which Podman would take for the end of the path", "Rename it"),
        /** Two mounts of one sandbox have the same container path. */
        DUPLICATE("another mount has the same container path", "Give each mount a container path of its own"),
        /** The mount is nested in a read-only mount that has nothing at its place to mount it on. */
        NO_MOUNT_POINT(
                "it is inside a read-only mount that has no such file or directory",
                "Create it in the host directory of the outer mount, or mount it elsewhere");

        private final String reason;
        private final String advice;

        Problem(String reason, String advice) {
            this.reason = reason;
            this.advice = advice;
        }

        String reason() {
            return reason;
        }

        String advice() {
            return advice;
        }
    }

    /** What stands in the way. */
    private final Problem problem;

    InvalidMountException(Mount mount, Problem problem) {
        this(mount, problem, null);
    }

    InvalidMountException(Mount mount, Problem problem, @Nullable Throwable cause) {
        super(mount, "is not possible", problem.reason(), problem.advice(), cause);
        this.problem = problem;
    }

    /** {@return what stands in the way} */
    public Problem problem() {
        return problem;
    }
}
