package dev.enclave.benchmarks.archive;

import dev.enclave.benchmarks.measure.TemporaryFiles;
import dev.enclave.docker.archive.DirectoryArchive;
import dev.enclave.docker.archive.PackOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that are moved, and an archive of them.
 *
 * @param what what they are, for a person
 * @param bytes how many bytes they have together
 * @param files the files
 * @param archive where the archive is
 */
record TransferData(String what, long bytes, TemporaryFiles files, TemporaryFiles archive) implements AutoCloseable {

    static TransferData of(String what, long bytes, TemporaryFiles files) {
        TransferData data = new TransferData(what, bytes, files, TemporaryFiles.create());
        try (OutputStream out = Files.newOutputStream(data.tar())) {
            DirectoryArchive.pack(files.directory(), PackOptions.DEFAULTS)
                    .toStream(1)
                    .forEach(piece -> write(out, piece));
        } catch (IOException e) {
            data.close();
            throw new UncheckedIOException(e);
        }
        return data;
    }

    private static void write(OutputStream out, byte[] piece) {
        try {
            out.write(piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path tar() {
        return archive.directory().resolve("files.tar");
    }

    @Override
    public void close() {
        files.close();
        archive.close();
    }
}
