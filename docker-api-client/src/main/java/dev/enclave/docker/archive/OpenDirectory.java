package dev.enclave.docker.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is held open, and what is done in it, by names of a single part and never through a symbolic link. Blocks.
 *
 * <p>Where the file system has a {@link SecureDirectoryStream} (Linux has), reading, writing, deleting and entering go through the open
 * directory itself, so it does not matter what somebody else makes of its path in the meantime. Java makes directories and links by path only: there
 * somebody who may write in the directory, and is quick, can make an empty directory or a link appear elsewhere, but no content. Other file systems are
 * checked before use, which such a somebody could undermine.
 */
final class OpenDirectory implements Closeable {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

    private final Path path;
    private final DirectoryStream<Path> children;
    private final @Nullable SecureDirectoryStream<Path> handle;

    private OpenDirectory(Path path, DirectoryStream<Path> children, boolean secure) {
        this.path = path;
        this.children = children;
        this.handle = secure && children instanceof SecureDirectoryStream<Path> stream ? stream : null;
    }

    /** Opens the directory that everything else is in. Its own path is the caller's choice, links in it included. */
    @SuppressWarnings("StreamResourceLeak") // closed by close()
    static OpenDirectory open(Path path) throws IOException {
        Path real = path.toRealPath();
        return new OpenDirectory(real, Files.newDirectoryStream(real), true);
    }

    /** As {@link #open}, without the open directory's protection, as on file systems that have none. */
    @SuppressWarnings("StreamResourceLeak") // closed by close()
    static OpenDirectory openByPath(Path path) throws IOException {
        return new OpenDirectory(path, Files.newDirectoryStream(path), false);
    }

    /** Opens a directory in this one. A symbolic link is none. */
    OpenDirectory enter(Path name) throws IOException {
        Path child = path.resolve(name);
        if (handle != null) {
            return new OpenDirectory(child, handle.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS), true);
        }
        if (!attributes(name).isDirectory()) {
            throw new NotDirectoryException(child.toString());
        }
        return openByPath(child);
    }

    /** The names in it, in no order, read as they are asked for; once. Throws {@link java.nio.file.DirectoryIteratorException}. */
    Iterator<Path> names() {
        Iterator<Path> paths = children.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return paths.hasNext();
            }

            @Override
            public Path next() {
                return paths.next().getFileName();
            }
        };
    }

    /** What is known of a name, links not followed; with permissions where the file system has them. */
    BasicFileAttributes attributes(Path name) throws IOException {
        PosixFileAttributeView posix = view(name, PosixFileAttributeView.class);
        return posix == null
                ? Files.readAttributes(path.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                : posix.readAttributes();
    }

    /** As {@link #attributes}; null when there is nothing of that name. */
    @Nullable
    BasicFileAttributes attributesIfThere(Path name) throws IOException {
        try {
            return attributes(name);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** As {@link #facts(Path)}, of the directory itself. */
    FileFacts facts() throws IOException {
        return facts(path.getFileSystem().getPath(""));
    }

    /** What an archive tells of a name; asked for by its path where more is known of that than of a name in an open directory. */
    FileFacts facts(Path name) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? FileFacts.ofUnix(Files.readAttributes(path.resolve(name), FileFacts.UNIX, LinkOption.NOFOLLOW_LINKS))
                : FileFacts.of(attributes(name));
    }

    String linkTarget(Path name) throws IOException {
        return Files.readSymbolicLink(path.resolve(name)).toString();
    }

    SeekableByteChannel read(Path name) throws IOException {
        if (handle != null) {
            return handle.newByteChannel(name, READ);
        }
        // File systems of other kinds, such as that of zip archives, refuse the option.
        boolean mayFollow = !path.getFileSystem().equals(FileSystems.getDefault());
        return Files.newByteChannel(path.resolve(name), mayFollow ? Set.of(StandardOpenOption.READ) : READ);
    }

    /** Makes a file, for the owner only. Fails when there is anything of that name. */
    SeekableByteChannel create(Path name) throws IOException {
        if (handle != null) {
            return handle.newByteChannel(
                    name, CREATE, PosixFilePermissions.asFileAttribute(Modes.toPermissions(Modes.OWNER_FILE)));
        }
        return Files.newByteChannel(path.resolve(name), CREATE);
    }

    /** Makes a directory, where it can for the owner only, and opens it. */
    OpenDirectory make(Path name) throws IOException {
        if (handle == null) {
            Files.createDirectory(path.resolve(name));
        } else {
            Files.createDirectory(
                    path.resolve(name), PosixFilePermissions.asFileAttribute(Modes.toPermissions(Modes.OWNER)));
        }
        return enter(name);
    }

    void makeLink(Path name, String target) throws IOException {
        Files.createSymbolicLink(path.resolve(name), path.getFileSystem().getPath(target));
    }

    void makeHardLink(Path name, OpenDirectory other, Path existing) throws IOException {
        Files.createLink(path.resolve(name), other.path.resolve(existing));
    }

    /** Removes a file or a link. */
    void delete(Path name) throws IOException {
        if (handle == null) {
            Files.delete(path.resolve(name));
        } else {
            handle.deleteFile(name);
        }
    }

    /** Sets when a file was written, and who may do what with it, as far as the file system knows of that. */
    void finish(Path name, FileTime written, int mode) throws IOException {
        PosixFileAttributeView posix = view(name, PosixFileAttributeView.class);
        if (posix != null) {
            // In this order: the file may not be readable any more.
            posix.setTimes(written, null, null);
            posix.setPermissions(Modes.toPermissions(mode));
        } else {
            view(name, BasicFileAttributeView.class).setTimes(written, null, null);
        }
    }

    /** As {@link #finish(Path, FileTime, int)}, of the directory itself; without a time that stays. */
    void finish(@Nullable FileTime written, int mode) throws IOException {
        PosixFileAttributeView posix = ownView();
        if (posix != null) {
            posix.setTimes(written, null, null);
            posix.setPermissions(Modes.toPermissions(mode));
        }
    }

    private @Nullable PosixFileAttributeView ownView() {
        return handle == null
                ? Files.getFileAttributeView(path, PosixFileAttributeView.class)
                : handle.getFileAttributeView(PosixFileAttributeView.class);
    }

    private <V extends FileAttributeView> V view(Path name, Class<V> type) {
        return handle == null
                ? Files.getFileAttributeView(path.resolve(name), type, LinkOption.NOFOLLOW_LINKS)
                : handle.getFileAttributeView(name, type, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        children.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
