package dev.enclave.docker.images;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.SynchronousSink;

/**
 * Writes a directory as a tar archive, one piece at each call. Blocks while it reads files. Not thread-safe. Holds one piece, and the names in
 * the directories that are open.
 */
final class DirectoryTar {

    private static final int PIECE = 64 * 1024;
    private static final int DEFAULT_FILE_MODE = 0644;
    private static final int DEFAULT_DIRECTORY_MODE = 0755;

    private final Path root;
    private final IgnorePatterns ignored;
    private final Deque<Iterator<Path>> open = new ArrayDeque<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(PIECE + 2048);
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    private final byte[] buffer = new byte[PIECE];
    private @Nullable InputStream content;
    private boolean finished;

    DirectoryTar(Path root, IgnorePatterns ignored) throws IOException {
        this.root = root;
        this.ignored = ignored;
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        open.push(sortedChildren(root));
    }

    /** Emits the next piece, or the end. */
    static DirectoryTar next(DirectoryTar self, SynchronousSink<byte[]> sink) {
        try {
            self.fill();
            if (self.out.size() > 0) {
                sink.next(self.out.toByteArray());
                self.out.reset();
            } else {
                sink.complete();
            }
        } catch (IOException e) {
            sink.error(unreadable(e));
        }
        return self;
    }

    static UncheckedIOException unreadable(IOException cause) {
        return new UncheckedIOException("the build context cannot be read: " + cause, cause);
    }

    private void fill() throws IOException {
        while (!finished && out.size() < PIECE) {
            if (content != null) {
                copy(content);
            } else {
                step();
            }
        }
    }

    private void copy(InputStream from) throws IOException {
        int read = from.read(buffer);
        if (read >= 0) {
            tar.write(buffer, 0, read);
        } else {
            from.close();
            content = null;
            tar.closeArchiveEntry();
        }
    }

    private void step() throws IOException {
        Iterator<Path> siblings = open.peek();
        if (siblings == null) {
            tar.finish();
            tar.flush();
            finished = true;
        } else if (siblings.hasNext()) {
            add(siblings.next());
        } else {
            open.pop();
        }
    }

    private void add(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String name = nameOf(path);
        boolean skipped = ignored.ignores(name);
        if (attributes.isDirectory() && (!skipped || ignored.hasExceptions())) {
            open.push(sortedChildren(path));
        }
        if (skipped) {
            return;
        }
        if (attributes.isSymbolicLink()) {
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName(Files.readSymbolicLink(path).toString());
            put(entry, attributes, 0777);
            tar.closeArchiveEntry();
        } else if (attributes.isDirectory()) {
            put(new TarArchiveEntry(name + "/"), attributes, mode(path, DEFAULT_DIRECTORY_MODE));
            tar.closeArchiveEntry();
        } else if (attributes.isRegularFile()) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(attributes.size());
            InputStream opened = Files.newInputStream(path);
            content = opened;
            put(entry, attributes, mode(path, DEFAULT_FILE_MODE));
        }
        // Sockets, pipes and devices mean nothing in a build.
    }

    private void put(TarArchiveEntry entry, BasicFileAttributes attributes, int mode) throws IOException {
        entry.setLastModifiedTime(attributes.lastModifiedTime());
        entry.setMode(mode);
        entry.setIds(0, 0);
        tar.putArchiveEntry(entry);
    }

    private String nameOf(Path path) {
        return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    private static int mode(Path path, int otherwise) throws IOException {
        try {
            String letters =
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
            return Integer.parseInt(letters.replaceAll("[rwx]", "1").replace('-', '0'), 2);
        } catch (UnsupportedOperationException e) {
            return otherwise;
        }
    }

    /** Sorted, so that the same files make the same archive. */
    private static Iterator<Path> sortedChildren(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return List.copyOf(children.sorted(Comparator.comparing(Path::toString))
                            .toList())
                    .iterator();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Closes the file that is being read. */
    static void close(DirectoryTar self) {
        InputStream reading = self.content;
        if (reading != null) {
            try {
                reading.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
