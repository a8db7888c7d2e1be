package dev.enclave.engine.mount;

import java.nio.file.Path;
import java.util.List;

/**
 * Decides which host paths may be mounted into sandboxes, and how. {@link #defaults()} refuses what would hand over the
 * host or its secrets and allows the rest; {@link #builder()} narrows that, above all with
 * {@link MountPolicyBuilder#allowedRoots(String...) allowedRoots}. An application may put its own policy in place of it,
 * or in front of it:
 *
 * <pre>{@code
 * MountPolicy defaults = MountPolicy.defaults();
 * MountPolicy mine = request -> request.realPath().startsWith("/run/my-app/out")
 *     ? MountDecision.allowed()
 *     : defaults.decide(request);
 * }</pre>
 *
 * <p>A policy is asked on threads that may block, by many threads at once, and for named volumes and temporary file
 * systems not at all. It cannot widen what a caller asked for, nor allow what is always refused: sockets, devices and
 * named pipes.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MountPolicy {

    /**
     * Decide about one path. Look at {@link MountRequest#realPath()}: it is what would be mounted; judge
     * {@link MountRequest#hostPath()} as well where a name alone tells that something is amiss.
     *
     * @param request the path and the access asked for
     * @return the decision, never null
     */
    MountDecision decide(MountRequest request);

    /**
     * Tell in a sentence what would become of a mount of this path, read-write or else read-only. Looks at the file
     * system, so it blocks; changes nothing and never throws because of the path: a relative path is an answer, too.
     *
     * @param hostPath any text
     * @return {@code '/etc': refused (system directory): it is '/etc'. Mount ...}, or {@code '/data': allowed}
     */
    default String explain(String hostPath) {
        return MountExplanation.of(this, hostPath);
    }

    /**
     * Refuse more paths, each with everything below it and every parent that contains it, before this policy is asked.
     * Links in them are resolved now, so this blocks on the file system.
     *
     * @param rule the name that refusals give as their rule: {@code engine socket}
     * @param paths absolute paths, which need not exist
     * @return a policy that asks these first and then this one
     * @throws IllegalArgumentException if a path is not usable
     */
    default MountPolicy refusing(String rule, List<Path> paths) {
        HostRule refused = DefaultRules.refusing(rule, paths).resolvingLinks();
        return request -> refused.judge(request).orElseGet(() -> decide(request));
    }

    /**
     * Make the default policy. Its rules are those of the user of this process. Links in the refused paths are resolved
     * once, now, so this blocks on the file system.
     *
     * @return the policy that an engine uses unless it is given another
     */
    static MountPolicy defaults() {
        return builder().build();
    }

    /** {@return a builder that starts from the rules of {@link #defaults()}} */
    static MountPolicyBuilder builder() {
        return new MountPolicyBuilder(HostFacts.ofThisProcess());
    }
}
