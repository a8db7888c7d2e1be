package dev.enclave.engine.mount;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes each entry of {@code /home} for somebody's home, without knowing who has an account here, and asks the rules of
 * homes about it.
 *
 * @param parents the directories in which each entry is a home
 */
record HomesRule(List<Path> parents) implements HostRule {

    /** {@return a rule that also covers what the parents lead to} Blocks on the file system. */
    HomesRule resolvingLinks() {
        return new HomesRule(Stream.concat(parents.stream(), parents.stream().map(HostPath::resolve))
                .distinct()
                .toList());
    }

    @Override
    public Optional<MountDecision> judge(MountRequest request) {
        return Stream.of(request.hostPath(), request.realPath())
                .distinct()
                .flatMap(path -> homeAround(path).stream())
                .flatMap(home -> DefaultRules.ofHome(home).stream())
                .flatMap(rule -> rule.judge(request).stream())
                .findFirst();
    }

    private Optional<Path> homeAround(Path path) {
        return parents.stream()
                .filter(parent -> path.startsWith(parent) && !path.equals(parent))
                .findFirst()
                .map(parent -> parent.resolve(path.getName(parent.getNameCount())));
    }
}
