package dev.enclave.docker.archive;

import dev.enclave.docker.ArchiveException;
import dev.enclave.docker.ArchiveException.Reason;
import dev.enclave.docker.archive.OpenPath.Place;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks an archive, piece by piece, and trusts nothing in it. Blocks while it writes. Its methods exclude each other, as a cancellation closes
 * it from another thread.
 */
final class DirectoryUnpacker implements TarSplitter.Entries, Closeable {

    /** Each takes two file descriptors. */
    private static final int DEEPEST = 256;

    /** How a directory is opened. */
    interface Opener {
        OpenDirectory open(Path directory) throws IOException;
    }

    private record Target(Place place, HoleyFile file, TarArchiveEntry entry) {}

    private final Path directory;
    private final Opener opener;
    private final UnpackOptions options;
    private final ArchiveFailures failures;
    private final EntryNames names;
    private final LinkUnpacker linkUnpacker;
    private final TarSplitter splitter = new TarSplitter(this);
    private @Nullable OpenPath path;
    private @Nullable Target target;
    private boolean closed;
    private volatile boolean abandoned;

    private long entries;
    private long files;
    private long bytes;
    private long directories;
    private long links;
    private long skipped;

    DirectoryUnpacker(Path directory, UnpackOptions options) {
        this(directory, options, OpenDirectory::open);
    }

    /** With another way of opening the directory. */
    DirectoryUnpacker(Path directory, UnpackOptions options, Opener opener) {
        this.directory = directory;
        this.opener = opener;
        this.options = options;
        this.failures = new ArchiveFailures("unpack into " + directory);
        this.names = new EntryNames(directory.getFileSystem());
        this.linkUnpacker = new LinkUnpacker(options, names, failures);
    }

    /** Says that nobody waits for the outcome any more, which interrupts a write: its error is nobody's then. */
    void abandon() {
        abandoned = true;
    }

    /** Takes the next piece of the archive. */
    synchronized void unpack(byte[] piece) {
        if (closed || abandoned) {
            return;
        }
        try {
            splitter.feed(piece);
        } catch (IOException e) {
            throw failures.malformed(e);
        } catch (ArchiveException e) {
            if (!abandoned) {
                throw e;
            }
        }
    }

    /** Checks that the archive was complete. */
    synchronized Unpacked finish() {
        try {
            splitter.finish();
        } catch (IOException e) {
            throw failures.malformed(e);
        }
        try {
            openPath();
        } catch (IOException e) {
            throw failures.unwritable("", e);
        }
        closePath();
        return new Unpacked(files, bytes, directories, links, skipped);
    }

    /** Closes everything, and removes the file that is under way. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            removeUnfinished();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closePath();
        }
    }

    private void removeUnfinished() throws IOException {
        Target unfinished = target;
        target = null;
        if (unfinished != null) {
            unfinished.file().close();
            unfinished.place().parent().delete(unfinished.place().name());
        }
    }

    private void closePath() {
        OpenPath open = path;
        path = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw failures.unwritable("", e);
            }
        }
    }

    private OpenPath openPath() throws IOException {
        OpenPath opened = path;
        if (opened == null) {
            Files.createDirectories(directory);
            opened = new OpenPath(opener.open(directory), failures);
            path = opened;
        }
        return opened;
    }

    @Override
    public void begin(TarArchiveEntry entry) {
        String name = entry.getName();
        requireWithinLimits(entry);
        try {
            List<Path> parts = names.split(name);
            if (parts.size() > DEEPEST) {
                throw failures.of(Reason.LIMIT, name, "is more than " + DEEPEST + " directories deep", null);
            }
            unpack(entry, parts);
        } catch (UnsafeNameException e) {
            throw failures.of(Reason.UNSAFE, name, e.getMessage() + "; the archive is not to be trusted", e);
        } catch (IOException e) {
            throw failures.unwritable(name, e);
        }
    }

    private void requireWithinLimits(TarArchiveEntry entry) {
        entries++;
        if (entries > options.maxEntries()) {
            throw failures.of(
                    Reason.LIMIT, entry.getName(), "is one entry more than the limit, " + options.maxEntries(), null);
        }
        if (entry.getSize() > options.maxBytes() - bytes) {
            throw failures.of(
                    Reason.LIMIT,
                    entry.getName(),
                    "has " + entry.getSize() + " bytes, with which all files would have more than the limit, "
                            + options.maxBytes() + " bytes",
                    null);
        }
    }

    private void unpack(TarArchiveEntry entry, List<Path> parts) throws IOException, UnsafeNameException {
        if (entry.isSparse()) {
            throw failures.of(
                    Reason.UNSUPPORTED,
                    entry.getName(),
                    "is packed as a sparse file, which is not read here; pack it without (tar without --sparse)",
                    null);
        }
        switch (entry.getLinkFlag()) {
            case TarConstants.LF_DIR -> makeDirectory(entry, parts);
            case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> {
                if (entry.getName().endsWith("/")) {
                    makeDirectory(entry, parts);
                } else {
                    makeFile(entry, requireName(parts));
                }
            }
            case TarConstants.LF_SYMLINK -> {
                if (linkUnpacker.makeSymbolic(entry, requireName(parts), openPath())) {
                    links++;
                } else {
                    skipped++;
                }
            }
            case TarConstants.LF_LINK -> {
                linkUnpacker.makeHard(entry, requireName(parts), openPath());
                links++;
            }
            default -> skipped++;
        }
    }

    private static List<Path> requireName(List<Path> parts) throws UnsafeNameException {
        if (parts.isEmpty()) {
            throw new UnsafeNameException("would be instead of the directory itself");
        }
        return parts;
    }

    private void makeDirectory(TarArchiveEntry entry, List<Path> parts) throws IOException {
        openPath().goTo(parts);
        openPath().describe(entry.getLastModifiedTime(), entry.getMode());
        directories++;
    }

    private void makeFile(TarArchiveEntry entry, List<Path> parts) throws IOException {
        Place place = openPath().makeRoom(parts, options.existing());
        target = new Target(place, new HoleyFile(place.parent().create(place.name())), entry);
    }

    @Override
    public void content(byte[] piece, int offset, int length) {
        Target current = target;
        if (current == null) {
            return;
        }
        try {
            current.file().write(piece, offset, length);
        } catch (IOException e) {
            throw failures.unwritable(current.entry().getName(), e);
        }
    }

    @Override
    public void end() {
        Target complete = target;
        if (complete == null) {
            return;
        }
        TarArchiveEntry entry = complete.entry();
        try {
            complete.file().finish();
            Place place = complete.place();
            place.parent().finish(place.name(), entry.getLastModifiedTime(), entry.getMode());
        } catch (IOException e) {
            throw failures.unwritable(entry.getName(), e);
        }
        target = null;
        files++;
        bytes += entry.getSize();
    }
}
