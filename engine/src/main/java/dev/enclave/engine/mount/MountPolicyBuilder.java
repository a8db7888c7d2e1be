package dev.enclave.engine.mount;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Narrows the default policy. Each method adds to what was said before; nothing here takes a default rule away (a
 * {@link MountPolicy} of your own can). Not for use by several threads at once.
 *
 * @since 0.1.0
 */
public final class MountPolicyBuilder {
    private final HostFacts facts;
    private final List<Path> homes = new ArrayList<>();
    private final List<Path> refused = new ArrayList<>();
    private final List<Path> engineSockets = new ArrayList<>();
    private @Nullable List<Path> allowedRoots;
    private boolean forceReadOnly;

    MountPolicyBuilder(HostFacts facts) {
        this.facts = facts;
    }

    /**
     * Allow these directories and what is below them, and nothing else. What the default rules refuse stays refused
     * there. It is the real path that must be inside, so a link cannot lead out of a root. Without this call any path is
     * allowed that no rule refuses; with no argument at all, none is.
     *
     * @param roots absolute paths of the host
     * @return this builder
     * @throws IllegalArgumentException if a path is not usable
     */
    public MountPolicyBuilder allowedRoots(String... roots) {
        return allowedRoots(toPaths(roots));
    }

    /**
     * Allow these directories and what is below them, and nothing else, as {@link #allowedRoots(String...)} does.
     *
     * @param roots absolute paths of the host; an empty collection allows nothing
     * @return this builder
     * @throws IllegalArgumentException if a path is not usable
     */
    public MountPolicyBuilder allowedRoots(Collection<Path> roots) {
        if (allowedRoots == null) {
            allowedRoots = new ArrayList<>();
        }
        roots.stream().map(HostPath::require).forEach(allowedRoots::add);
        return this;
    }

    /**
     * Refuse these paths, everything below them, and every parent that contains them.
     *
     * @param paths absolute paths of the host, which need not exist
     * @return this builder
     * @throws IllegalArgumentException if a path is not usable
     */
    public MountPolicyBuilder alsoRefuse(String... paths) {
        return alsoRefuse(toPaths(paths));
    }

    /**
     * Refuse these paths, everything below them, and every parent that contains them.
     *
     * @param paths absolute paths of the host, which need not exist
     * @return this builder
     * @throws IllegalArgumentException if a path is not usable
     */
    public MountPolicyBuilder alsoRefuse(Collection<Path> paths) {
        paths.stream().map(HostPath::require).forEach(refused::add);
        return this;
    }

    /**
     * Treat these directories as homes, too: the whole of each is refused, what contains it, and the credentials in it.
     * Known without this call are the homes of the user of this process and each entry of {@code /home} and
     * {@code /Users}; homes elsewhere, such as {@code /var/lib/jenkins}, are not looked up.
     *
     * @param homes absolute paths of the host
     * @return this builder
     * @throws IllegalArgumentException if a path is not usable
     */
    public MountPolicyBuilder homes(String... homes) {
        toPaths(homes).stream().map(HostPath::require).forEach(this.homes::add);
        return this;
    }

    /**
     * Refuse the socket of the container engine at this path, and every directory that contains it. The usual places
     * are refused without this call.
     *
     * @param socket absolute path of the socket
     * @return this builder
     * @throws IllegalArgumentException if the path is not usable
     */
    public MountPolicyBuilder engineSocket(Path socket) {
        engineSockets.add(HostPath.require(socket));
        return this;
    }

    /**
     * Let sandboxes read what is mounted, never write, whatever access a mount asks for.
     *
     * @return this builder
     */
    public MountPolicyBuilder forceReadOnly() {
        forceReadOnly = true;
        return this;
    }

    /**
     * Make the policy. Links in the refused paths and the roots are resolved once, now, so this blocks on the file
     * system.
     *
     * @return an immutable policy
     */
    public MountPolicy build() {
        List<HostRule> rules = new ArrayList<>();
        rules.add(
                DefaultRules.socketRule(engineSockets, PathRule.Reach.BOTH_WAYS).resolvingLinks());
        rules.addAll(DefaultRules.of(facts, homes));
        rules.add(DefaultRules.refusing("refused by the application", refused).resolvingLinks());
        List<Path> roots = allowedRoots == null
                ? null
                : allowedRoots.stream().map(HostPath::resolve).toList();
        return new DefaultMountPolicy(List.copyOf(rules), roots, forceReadOnly);
    }

    private static List<Path> toPaths(String... paths) {
        return Stream.of(paths).map(HostPath::require).toList();
    }
}
