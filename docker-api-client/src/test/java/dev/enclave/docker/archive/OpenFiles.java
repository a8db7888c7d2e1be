package dev.enclave.docker.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files that this process has open, on Linux. */
final class OpenFiles {

    private OpenFiles() {}

    /** Returns those in a directory, and the directory itself. */
    static List<Path> below(Path directory) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            Path real = directory.toRealPath();
            return descriptors
                    .flatMap(descriptor -> target(descriptor).stream())
                    .filter(file -> file.startsWith(real))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> target(Path descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor));
        } catch (IOException e) {
            // Closed meanwhile.
            return Optional.empty();
        }
    }
}
