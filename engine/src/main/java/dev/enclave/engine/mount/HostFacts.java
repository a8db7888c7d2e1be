package dev.enclave.engine.mount;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the default rules need to know of this machine.
 *
 * @param callerHomes the homes of the user of this process
 * @param homeParents the directories in which each entry is somebody's home
 */
record HostFacts(List<Path> callerHomes, List<Path> homeParents) {

    /** {@return the facts, from {@code user.home} and {@code HOME}} These can differ, and tools read one or the other. */
    static HostFacts ofThisProcess() {
        return of(System.getProperty("user.home"), System.getenv("HOME"));
    }

    static HostFacts of(@Nullable String... homes) {
        List<Path> callerHomes = Stream.of(homes)
                .filter(Objects::nonNull)
                .map(Path::of)
                .filter(Path::isAbsolute)
                .map(Path::normalize)
                .distinct()
                .toList();
        return new HostFacts(callerHomes, List.of(Path.of("/home"), Path.of("/Users")));
    }
}
