package dev.enclave.engine.mount;

/** What a policy says to a path, as a sentence. */
final class MountExplanation {
    private MountExplanation() {}

    static String of(MountPolicy policy, String hostPath) {
        try {
            HostPath path = HostPath.inspect(HostPath.require(hostPath));
            return Quoted.of(hostPath) + ": " + explain(policy, path);
        } catch (IllegalArgumentException unusable) {
            return Quoted.of(hostPath) + ": refused (unusable path): " + unusable.getMessage();
        }
    }

    private static String explain(MountPolicy policy, HostPath path) {
        MountDecision toWrite = HostCheck.decide(policy, path, MountAccess.READ_WRITE);
        if (toWrite instanceof MountDecision.Allowed) {
            return toWrite + problemOf(path);
        }
        MountDecision toRead = HostCheck.decide(policy, path, MountAccess.READ_ONLY);
        return toRead instanceof MountDecision.Allowed
                ? "allowed if read-only" + problemOf(path) + "; read-write is " + toWrite
                : toRead.toString();
    }

    private static String problemOf(HostPath path) {
        return HostCheck.problemOf(path, false)
                .map(problem -> ", but " + problem.reason())
                .orElse("");
    }
}
