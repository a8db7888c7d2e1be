package dev.enclave.docker.images;

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
     * as they are demanded; a few of their pieces are in memory.
     *
     * @param directory the directory
     * @return the tar archive's bytes. Signals {@link java.io.UncheckedIOException} when a file cannot be read, or changes its size
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
        return Flux.generate(() -> open(directory, dockerfile), DirectoryTar::next, DirectoryTar::close)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static DirectoryTar open(Path directory, String dockerfile) {
        try {
            return new DirectoryTar(directory, ignorePatterns(directory, dockerfile));
        } catch (IOException e) {
            throw DirectoryTar.unreadable(e);
        }
    }

    /** What the engine itself needs is never left out; it removes that from the context where it is ignored. */
    private static IgnorePatterns ignorePatterns(Path directory, String dockerfile) throws IOException {
        Path file = directory.resolve(IGNORE_FILE);
        if (!Files.exists(file)) {
            return IgnorePatterns.parse(List.of());
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add("!" + dockerfile);
        lines.add("!" + IGNORE_FILE);
        return IgnorePatterns.parse(lines);
    }
}
