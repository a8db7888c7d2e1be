package dev.enclave.docker.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.testing.RandomCases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** Whatever the tree, and wherever its archive is cut: it is the same tree afterwards. {@code -Denclave.test.seed=N} repeats a failure. */
@Tag("C13")
class RandomTreesTests {

    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final int TREES = 25;

    @TempDir
    Path directory;

    @Test
    void surviveTheWayIntoAnArchiveAndOut() {
        RandomCases.check(TREES, random -> {
            Path from = Files.createTempDirectory(directory, "from");
            Path to = Files.createTempDirectory(directory, "to").resolve("tree");
            FileTree.fill(from, random);

            Flux<byte[]> archive =
                    DirectoryArchive.pack(from, PackOptions.DEFAULTS).concatMapIterable(piece -> cut(piece, random));
            DirectoryArchive.unpack(archive, to, UnpackOptions.DEFAULTS).block(SHORT);

            assertThat(FileTree.describe(to)).isEqualTo(FileTree.describe(from));
        });
    }

    private static Iterable<byte[]> cut(byte[] piece, Random random) {
        int at = random.nextInt(piece.length + 1);
        return List.of(Arrays.copyOf(piece, at), Arrays.copyOfRange(piece, at, piece.length));
    }
}
