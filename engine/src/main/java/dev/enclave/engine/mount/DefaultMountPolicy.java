package dev.enclave.engine.mount;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The default policy and what {@link MountPolicyBuilder} makes of it: rules that refuse, then roots that allow.
 *
 * @param rules asked in their order; the first refusal counts
 * @param allowedRoots real paths; null is any path that no rule refuses
 * @param forceReadOnly whether sandboxes may only read
 */
record DefaultMountPolicy(List<HostRule> rules, @Nullable List<Path> allowedRoots, boolean forceReadOnly)
        implements MountPolicy {
    private static final String ALLOWED_ROOTS = "allowed roots";

    @Override
    public MountDecision decide(MountRequest request) {
        MountRequest effective = forceReadOnly
                ? new MountRequest(request.hostPath(), request.realPath(), MountAccess.READ_ONLY)
                : request;
        return rules.stream()
                .flatMap(rule -> rule.judge(effective).stream())
                .findFirst()
                .or(() -> outsideAllowedRoots(request))
                .orElseGet(() -> new MountDecision.Allowed(forceReadOnly));
    }

    private Optional<MountDecision> outsideAllowedRoots(MountRequest request) {
        if (allowedRoots == null || allowedRoots.stream().anyMatch(request.realPath()::startsWith)) {
            return Optional.empty();
        }
        String roots = String.join(", ", allowedRoots.stream().map(Quoted::of).toList());
        String reason = allowedRoots.isEmpty() ? "no host path is allowed" : "it is not inside " + roots;
        return Optional.of(MountDecision.refused(
                ALLOWED_ROOTS,
                request.leadsTo() + reason,
                "Use a path inside an allowed root, or add one with MountPolicy.builder().allowedRoots(...)"));
    }

    @Override
    public String toString() {
        String roots = allowedRoots == null ? "all that is not refused" : allowedRoots.toString();
        return "MountPolicy[allowedRoots=" + roots + ", forceReadOnly=" + forceReadOnly + "]";
    }
}
