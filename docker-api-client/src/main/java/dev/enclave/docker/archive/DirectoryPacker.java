package dev.enclave.docker.archive;

import dev.enclave.docker.ArchiveException;
import dev.enclave.docker.ArchiveException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.SynchronousSink;

/**
 * Packs a directory, one piece at each call. Blocks while it reads. Not thread-safe. Holds one piece, the directories on the way to where
 * it is, and the names of files with several links ({@link HardLinks}).
 */
final class DirectoryPacker implements Closeable {

    /** Each takes two file descriptors. */
    private static final int DEEPEST = 256;

    private record Level(OpenDirectory directory, Iterator<Path> names, String prefix) {}

    private final PackOptions options;
    private final IgnorePatterns ignored;
    private final AtomicBoolean abandoned;
    private final ArchiveFailures failures;
    private final Deque<Level> open = new ArrayDeque<>();
    private final HardLinks hardLinks = new HardLinks();
    private final EntryHeaders headers;
    private final Pieces pieces = new Pieces();
    private @Nullable FileContent content;
    private boolean finished;

    private DirectoryPacker(Path root, PackOptions options, AtomicBoolean abandoned) {
        this.options = options;
        this.ignored = IgnorePatterns.parse(options.ignored());
        this.abandoned = abandoned;
        this.failures = new ArchiveFailures("pack " + root);
        this.headers = new EntryHeaders(options);
    }

    /**
     * Opens the directory.
     *
     * @param abandoned set when nobody wants the archive any more, which interrupts a read: its error is nobody's then
     */
    static DirectoryPacker open(Path root, PackOptions options, AtomicBoolean abandoned) {
        DirectoryPacker packer = new DirectoryPacker(root, options, abandoned);
        try {
            OpenDirectory opened = OpenDirectory.open(root);
            packer.enter(opened, "");
            if (!options.prefix().isEmpty()) {
                packer.putRoot(opened);
            }
            return packer;
        } catch (IOException e) {
            packer.close();
            throw packer.failures.notOpened(e);
        }
    }

    private void putRoot(OpenDirectory opened) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(options.prefix() + "/");
        pieces.add(headers.of(entry, opened.facts()));
    }

    /** Emits the next piece, or the end. */
    DirectoryPacker next(SynchronousSink<byte[]> sink) {
        try {
            fill();
            byte[] piece = pieces.next();
            if (piece == null) {
                sink.complete();
            } else {
                sink.next(piece);
            }
        } catch (ArchiveException e) {
            if (abandoned.get()) {
                sink.complete();
            } else {
                sink.error(e);
            }
        }
        return this;
    }

    private void fill() {
        try {
            while (!finished && !pieces.hasFull()) {
                if (content == null) {
                    step();
                } else {
                    copy(content);
                }
            }
        } catch (IOException e) {
            throw failures.of(Reason.UNREADABLE, "", ArchiveFailures.because(e), e);
        }
    }

    private void copy(FileContent from) throws IOException {
        boolean ended = pieces.add(from);
        if (ended) {
            from.close();
            content = null;
            pieces.endContent(from.size());
        }
    }

    private void step() throws IOException {
        Level level = open.peek();
        if (level == null) {
            pieces.endArchive();
            finished = true;
        } else if (hasNext(level)) {
            add(level, level.names().next());
        } else {
            open.pop().directory().close();
        }
    }

    private boolean hasNext(Level level) {
        try {
            return level.names().hasNext();
        } catch (DirectoryIteratorException e) {
            throw failures.unreadable(level.prefix(), Objects.requireNonNull(e.getCause()));
        }
    }

    private void add(Level level, Path file) {
        String name = level.prefix() + requireText(file, level);
        try {
            FileFacts facts = facts(level.directory(), file, name);
            boolean skipped = ignored.ignores(name);
            if (!skipped) {
                put(level.directory(), file, name, facts);
            }
            if (facts.isDirectory() && (!skipped || ignored.hasExceptions())) {
                enter(level.directory().enter(file), name + "/");
            }
        } catch (IOException e) {
            throw failures.unreadable(name, e);
        }
    }

    /** What cannot be decoded would get another name on the other side. */
    private String requireText(Path file, Level level) {
        String name = file.toString();
        if (name.indexOf('\uFFFD') >= 0) {
            throw failures.of(
                    Reason.UNREADABLE,
                    level.prefix() + name,
                    "has a name that is no text in this process's encoding; rename it, or set the locale, for example LC_ALL=C.UTF-8",
                    null);
        }
        return name;
    }

    private void enter(OpenDirectory directory, String prefix) throws IOException {
        open.push(new Level(directory, directory.names(), prefix));
        if (open.size() > DEEPEST) {
            throw failures.of(Reason.LIMIT, prefix, "is more than " + DEEPEST + " directories deep", null);
        }
    }

    /** Owners that are kept have to be those of the very file whose content is packed: with a foreign one it might run as somebody else. */
    private FileFacts facts(OpenDirectory directory, Path file, String name) throws IOException {
        FileFacts facts = directory.facts(file);
        if (options.owner() == null
                && !Objects.equals(facts.key(), directory.attributes(file).fileKey())) {
            throw failures.of(Reason.CHANGED, name, "was replaced while the directory was read", null);
        }
        return facts;
    }

    private void put(OpenDirectory directory, Path file, String name, FileFacts facts) throws IOException {
        switch (facts.kind()) {
            case LINK -> {
                TarArchiveEntry entry = new TarArchiveEntry(inArchive(name), TarConstants.LF_SYMLINK);
                entry.setLinkName(directory.linkTarget(file));
                pieces.add(headers.of(entry, facts));
            }
            case DIRECTORY -> pieces.add(headers.of(new TarArchiveEntry(inArchive(name) + "/"), facts));
            case FILE -> putFile(directory, file, name, facts);
            case OTHER -> {
                // Sockets, pipes and devices mean nothing on the other side.
            }
        }
    }

    private void putFile(OpenDirectory directory, Path file, String name, FileFacts facts) throws IOException {
        String earlier = hardLinks.earlierName(facts, name);
        if (earlier != null) {
            TarArchiveEntry entry = new TarArchiveEntry(inArchive(name), TarConstants.LF_LINK);
            entry.setLinkName(inArchive(earlier));
            pieces.add(headers.of(entry, facts));
            return;
        }
        TarArchiveEntry entry = new TarArchiveEntry(inArchive(name));
        entry.setSize(facts.size());
        content = new FileContent(name, directory.read(file), facts.size(), failures);
        pieces.add(headers.of(entry, facts));
    }

    private String inArchive(String name) {
        return options.prefix().isEmpty() ? name : options.prefix() + "/" + name;
    }

    /** Closes the file that is being read, and the directories on the way to it. */
    @Override
    public void close() {
        FileContent reading = content;
        try {
            if (reading != null) {
                reading.close();
            }
            while (!open.isEmpty()) {
                open.pop().directory().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
