package dev.enclave.docker.stream;

import dev.enclave.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The sockets that this process has open, as Linux counts them. */
final class OpenSockets {

    private OpenSockets() {}

    static long count() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(OpenSockets::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    static void awaitAtMost(long limit) {
        Eventually.get("open sockets, to be at most " + limit, OpenSockets::count, count -> count <= limit);
    }
}
