package dev.enclave.engine.mount;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Refuses some host paths and, as far as it reaches, the parents that contain one of them and what is below them.
 *
 * @param name the rule's name in refusals
 * @param refused absolute paths that must not be mounted
 * @param reach how far the rule reaches
 * @param advice what refusals recommend
 */
record PathRule(String name, List<Path> refused, Reach reach, String advice) implements HostRule {

    enum Reach {
        /** The paths and nothing else. */
        ITSELF,
        /** The paths and what contains them: what is below is fine. */
        UPWARDS,
        /** The paths, what contains them, and everything below. */
        BOTH_WAYS,
        /** The same, but only where the sandbox could write. */
        BOTH_WAYS_TO_WRITE
    }

    PathRule {
        refused = refused.stream().map(HostPath::require).toList();
    }

    /** {@return a rule that also refuses what the paths lead to} Blocks on the file system. */
    PathRule resolvingLinks() {
        List<Path> both = Stream.concat(refused.stream(), refused.stream().map(HostPath::resolve))
                .distinct()
                .toList();
        return new PathRule(name, both, reach, advice);
    }

    @Override
    public Optional<MountDecision> judge(MountRequest request) {
        if (reach == Reach.BOTH_WAYS_TO_WRITE && request.access() == MountAccess.READ_ONLY) {
            return Optional.empty();
        }
        return objection(request.hostPath())
                .or(() -> objection(request.realPath()).map(request.leadsTo()::concat))
                .map(reason -> MountDecision.refused(name, reason, advice));
    }

    private Optional<String> objection(Path path) {
        return refused.stream().flatMap(each -> objection(path, each).stream()).findFirst();
    }

    private Optional<String> objection(Path path, Path refused) {
        if (path.equals(refused)) {
            return Optional.of("it is " + Quoted.of(refused));
        }
        if (reach != Reach.ITSELF && refused.startsWith(path)) {
            return Optional.of("it contains " + Quoted.of(refused));
        }
        if (reach != Reach.ITSELF && reach != Reach.UPWARDS && path.startsWith(refused)) {
            return Optional.of("it is inside " + Quoted.of(refused));
        }
        return Optional.empty();
    }
}
