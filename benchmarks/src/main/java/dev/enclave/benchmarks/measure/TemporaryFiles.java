package dev.enclave.benchmarks.measure;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A directory that has a directory {@code files} with files of random bytes, which neither a file system nor anybody else can make smaller.
 * Closing removes it.
 */
public final class TemporaryFiles implements AutoCloseable {

    private static final int MEBIBYTE = 1 << 20;
    private static final int SEED = 6;

    private final Path directory;

    private TemporaryFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes one large file, named {@code file}.
     *
     * @param mebibytes its size
     * @return the directory
     */
    public static TemporaryFiles large(int mebibytes) {
        TemporaryFiles files = create();
        byte[] content = random(MEBIBYTE);
        try (OutputStream out = Files.newOutputStream(files.files().resolve("file"))) {
            for (int i = 0; i < mebibytes; i++) {
                out.write(content);
            }
        } catch (IOException e) {
            files.close();
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /**
     * Makes many files.
     *
     * @param count how many
     * @param bytes the size of each
     * @return the directory
     */
    public static TemporaryFiles many(int count, int bytes) {
        TemporaryFiles files = create();
        byte[] content = random(bytes);
        try {
            for (int i = 0; i < count; i++) {
                Files.write(files.files().resolve("file" + i), content);
            }
        } catch (IOException e) {
            files.close();
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** {@return a directory without files} */
    public static TemporaryFiles create() {
        try {
            TemporaryFiles created = new TemporaryFiles(Files.createTempDirectory("enclave-bench"));
            Files.createDirectory(created.files());
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(SEED).nextBytes(content);
        return content;
    }

    /** {@return the directory} */
    public Path directory() {
        return directory;
    }

    /** {@return the directory in it that has the files} */
    public Path files() {
        return directory.resolve("files");
    }

    @Override
    public void close() {
        try (Stream<Path> walked = Files.walk(directory)) {
            List<Path> all = walked.sorted(Comparator.reverseOrder()).toList();
            for (Path path : all) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
