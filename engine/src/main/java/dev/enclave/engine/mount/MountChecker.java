package dev.enclave.engine.mount;

import dev.enclave.engine.mount.InvalidMountException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the mounts of one sandbox before it is made, and tells what the engine is to mount. The engine runs it; an
 * application has no need to, but may, to see beforehand what would happen. Immutable, and safe for many threads.
 *
 * <p><b>The time between check and mount.</b> The engine's daemon opens the path again, later and as root. Who can
 * change a parent of the path in between (rename it, or put a link in its place) can lead the daemon elsewhere. Sending
 * the real path, as {@link ResolvedMount#effective()} holds it, narrows this to changes of directories: links that the
 * check saw play no part any more. It does not close it: no engine takes an open directory in place of a path. So mount
 * from directories whose parents only trusted users can write to, never from one that another sandbox can write to.
 *
 * @since 0.1.0
 */
public final class MountChecker {
    private static final Comparator<ResolvedMount> PARENTS_FIRST =
            Comparator.comparingInt(mount -> ContainerPath.depth(mount.containerPath()));

    private final MountPolicy policy;
    private final boolean commasAllowed;

    private MountChecker(MountPolicy policy, boolean commasAllowed) {
        this.policy = policy;
        this.commasAllowed = commasAllowed;
    }

    /**
     * Make a checker.
     *
     * @param policy decides about host paths
     * @return a checker that is right for every engine
     */
    public static MountChecker of(MountPolicy policy) {
        return new MountChecker(policy, false);
    }

    /**
     * Let host paths contain commas. Podman pastes a path into a comma-separated list of options as it is, so that it
     * mounts {@code /etc} for the path {@code /data/x,source=/etc}. Docker takes paths as they are.
     *
     * @return a checker for Docker Engine only
     */
    public MountChecker allowingCommas() {
        return new MountChecker(policy, true);
    }

    /**
     * Check all mounts; then create the host directories that are missing and were asked for. Nothing is created unless
     * every mount passed. Blocks on the file system.
     *
     * @param mounts the mounts of one sandbox
     * @return each of them with its real host path and the access to give, outer mounts before those nested in them
     * @throws MountRefusedException if the policy refuses a host path, or it is a socket, device or named pipe
     * @throws InvalidMountException if a mount is not possible, alone or beside the others
     */
    public List<ResolvedMount> check(Collection<? extends Mount> mounts) {
        requireDistinctContainerPaths(mounts);
        List<ResolvedMount> resolved =
                mounts.stream().map(this::resolve).sorted(PARENTS_FIRST).toList();
        resolved.forEach(mount -> requireMountPoint(mount, resolved));
        resolved.forEach(MountChecker::createIfAsked);
        return resolved;
    }

    private static void requireDistinctContainerPaths(Collection<? extends Mount> mounts) {
        Set<String> seen = new HashSet<>();
        for (Mount mount : mounts) {
            if (!seen.add(mount.containerPath())) {
                throw new InvalidMountException(mount, Problem.DUPLICATE);
            }
        }
    }

    private ResolvedMount resolve(Mount mount) {
        return new ResolvedMount(mount, mount instanceof BindMount bind ? resolveBind(bind) : mount);
    }

    /** The policy comes first, so that nobody learns from other errors what is in a place that is refused. */
    private BindMount resolveBind(BindMount mount) {
        HostPath path = HostPath.inspect(mount.hostPath());
        MountDecision decision = HostCheck.decide(policy, path, mount.access());
        if (decision instanceof MountDecision.Refused refused) {
            throw new MountRefusedException(mount, refused);
        }
        HostCheck.problemOf(path, mount.createMissing()).ifPresent(problem -> {
            throw new InvalidMountException(mount, problem);
        });
        if (!commasAllowed && path.real().toString().indexOf(',') >= 0) {
            throw new InvalidMountException(mount, Problem.COMMA);
        }
        BindMount real = mount.hostPath(path.real());
        return decision instanceof MountDecision.Allowed allowed && allowed.forceReadOnly() ? real.readOnly() : real;
    }

    /** In a read-only mount the engine cannot make the place on which to mount a nested one, and fails late. */
    private static void requireMountPoint(ResolvedMount nested, List<ResolvedMount> all) {
        Optional<ResolvedMount> enclosing = all.stream()
                .filter(outer -> ContainerPath.isBelow(nested.containerPath(), outer.containerPath()))
                .max(PARENTS_FIRST);
        if (enclosing.isEmpty() || !(enclosing.get().effective() instanceof BindMount outer)) {
            return;
        }
        if (Files.isRegularFile(outer.hostPath())) {
            throw new InvalidMountException(enclosing.get().requested(), Problem.NOT_A_DIRECTORY);
        }
        String rest = nested.containerPath().substring(outer.containerPath().length() + 1);
        if (outer.access() == MountAccess.READ_ONLY
                && Files.notExists(outer.hostPath().resolve(rest))) {
            throw new InvalidMountException(nested.requested(), Problem.NO_MOUNT_POINT);
        }
    }

    /** What the policy allowed was the real path, so that must still be one, and stay one. */
    private static void createIfAsked(ResolvedMount mount) {
        if (!(mount.effective() instanceof BindMount bind) || !bind.createMissing()) {
            return;
        }
        requireUnchanged(mount, bind.hostPath());
        try {
            Files.createDirectories(bind.hostPath());
        } catch (IOException cannotCreate) {
            throw new InvalidMountException(mount.requested(), Problem.CANNOT_CREATE, cannotCreate);
        }
        requireUnchanged(mount, bind.hostPath());
    }

    private static void requireUnchanged(ResolvedMount mount, Path realPath) {
        if (!HostPath.resolve(realPath).equals(realPath)) {
            throw new InvalidMountException(mount.requested(), Problem.CHANGED);
        }
    }
}
