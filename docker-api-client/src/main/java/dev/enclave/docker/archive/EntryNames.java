package dev.enclave.docker.archive;

import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Names in an archive that is not trusted, as paths below a directory. Throws {@link UnsafeNameException}. */
final class EntryNames {

    private final FileSystem files;

    EntryNames(FileSystem files) {
        this.files = files;
    }

    /** The parts of a name, without dots and empty ones; none for the directory itself. */
    List<Path> split(String name) throws UnsafeNameException {
        if (name.startsWith("/")) {
            throw new UnsafeNameException("has an absolute name");
        }
        List<Path> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                throw new UnsafeNameException("leads upwards by '..'");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(toPath(part));
            }
        }
        return parts;
    }

    /** What is one name in the archive may be more than that here: {@code a\b} or {@code C:} on Windows. */
    private Path toPath(String part) throws UnsafeNameException {
        try {
            Path path = files.getPath(part);
            if (path.isAbsolute()
                    || path.getRoot() != null
                    || path.getNameCount() != 1
                    || !path.toString().equals(part)) {
                throw new UnsafeNameException("is no plain name on this system");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new UnsafeNameException("is no name on this system: " + e.getReason());
        }
    }

    /**
     * Tells whether a symbolic link stays below the directory: it is relative, goes up no further than it is deep, and up only at
     * its beginning. That suffices, as what is above it are directories and no links; going up after another link would go up from wherever
     * that one leads.
     *
     * @param depth how many directories the link is below
     */
    boolean isInside(int depth, String target) {
        int up = 0;
        boolean down = false;
        for (String part : target.split("/", -1)) {
            if (part.equals("..")) {
                up++;
                if (down || up > depth) {
                    return false;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                down = true;
            }
        }
        try {
            Path path = files.getPath(target);
            return !target.startsWith("/") && !path.isAbsolute() && path.getRoot() == null;
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
