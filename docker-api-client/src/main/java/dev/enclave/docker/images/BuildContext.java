package dev.enclave.docker.images;

import dev.enclave.docker.ArchiveException;
import dev.enclave.docker.ArchiveException.Reason;
import dev.enclave.docker.archive.DirectoryArchive;
import dev.enclave.docker.archive.PackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The files that an image is built of, as {@link ImageOperations#build} takes them. */
public final class BuildContext {

    private static final String DOCKERFILE = "Dockerfile";
    private static final String IGNORE_FILE = ".dockerignore";

    private BuildContext() {}

    /**
     * Reads a directory as the docker command line does: without what its file {@code .dockerignore} names, symbolic links as links, and
     * everything owned by root. The Dockerfile is sent also when it is ignored. Files are read on {@link Schedulers#boundedElastic()}
     * as they are demanded; {@link DirectoryArchive#pack} says what is kept of them.
     *
     * @param directory the directory
     * @return the tar archive's bytes. Signals {@link dev.enclave.docker.ArchiveException} when a file cannot be read, or changes its size
     */
    public static Flux<byte[]> ofDirectory(Path directory) {
        return ofDirectory(directory, DOCKERFILE);
    }

    /**
     * Reads a directory whose Dockerfile has another name.
     *
     * @param directory the directory
     * @param dockerfile the path of the Dockerfile in it
     * @return as {@link #ofDirectory(Path)}
     */
    public static Flux<byte[]> ofDirectory(Path directory, String dockerfile) {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(dockerfile, "dockerfile");
        return Flux.defer(() -> DirectoryArchive.pack(directory, options(directory, dockerfile)))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static PackOptions options(Path directory, String dockerfile) {
        try {
            return PackOptions.DEFAULTS.withIgnored(ignorePatterns(directory, dockerfile));
        } catch (IOException | IllegalArgumentException e) {
            throw new ArchiveException(
                    "pack " + directory, Reason.UNREADABLE, IGNORE_FILE, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** What the engine itself needs is never left out; it removes that from the context where it is ignored. */
    private static List<String> ignorePatterns(Path directory, String dockerfile) throws IOException {
        Path file = directory.resolve(IGNORE_FILE);
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add("!" + dockerfile);
        lines.add("!" + IGNORE_FILE);
        return lines;
    }
}
