package dev.enclave.benchmarks.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A directory with files of 16 MiB together. */
final class Files16Mebibytes {

    static final int KIBIBYTES = 16 << 10;
    private static final int BYTES = KIBIBYTES << 10;
    private static final int SEED = 16;

    private Files16Mebibytes() {}

    static Path create(int files) throws IOException {
        Path directory = Files.createTempDirectory("enclave-jmh");
        byte[] content = new byte[BYTES / files];
        new Random(SEED).nextBytes(content);
        for (int i = 0; i < files; i++) {
            Files.write(directory.resolve("file" + i), content);
        }
        return directory;
    }

    static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walked = Files.walk(directory)) {
            all = walked.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
