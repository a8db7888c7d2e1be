package dev.enclave.engine.mount;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says about a host path, before anybody judges it.
 *
 * @param given the path as the caller wrote it
 * @param real the path with all links resolved; where something is missing, the real path of the nearest existing
 *     parent and the missing rest
 * @param state what is there
 */
record HostPath(Path given, Path real, State state) {

    enum State {
        DIRECTORY,
        FILE,
        /** A socket, device or named pipe. */
        SPECIAL,
        MISSING,
        /** A link on the way leads nowhere, or back to itself. */
        BROKEN_LINK,
        /** A file is where a directory would have to be on the way. */
        BLOCKED_BY_FILE,
        /** This process may not look. */
        UNREADABLE
    }

    /** {@return the path, without empty and {@code .} segments} */
    static Path require(@Nullable String path) {
        if (path == null || path.isBlank()) {
            throw refusal(path, "is missing");
        }
        if (path.indexOf('\0') >= 0) {
            throw refusal(path, "must not contain NUL");
        }
        return require(Path.of(path));
    }

    /** {@return the path, without empty and {@code .} segments} */
    static Path require(@Nullable Path path) {
        if (path == null || path.toString().isBlank()) {
            throw refusal(path, "is missing");
        }
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            throw refusal(path, "must be of the default file system");
        }
        if (!path.isAbsolute()) {
            throw refusal(path, "must be absolute, such as " + Quoted.of(path.toAbsolutePath()));
        }
        for (Path segment : path) {
            if (segment.toString().equals("..")) {
                throw refusal(path, "must not contain '..'");
            }
        }
        return path.normalize();
    }

    /** Look at the path. Blocks on the file system. */
    static HostPath inspect(Path given) {
        Path existing = given;
        IOException failure = null;
        Path real = null;
        while (real == null) {
            try {
                real = existing.toRealPath();
            } catch (IOException cannotResolve) {
                failure = failure == null ? cannotResolve : failure;
                Path parent = existing.getParent();
                if (parent == null) {
                    return new HostPath(given, given, State.UNREADABLE);
                }
                existing = parent;
            }
        }
        if (failure == null) {
            return new HostPath(given, real, stateOf(real));
        }
        Path rest = existing.relativize(given);
        return new HostPath(given, real.resolve(rest), stateOfUnresolved(real, rest, failure));
    }

    /** {@return the path with all links resolved, as far as it exists} Blocks on the file system. */
    static Path resolve(Path path) {
        return inspect(path).real();
    }

    private static State stateOf(Path real) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return State.DIRECTORY;
            }
            return attributes.isRegularFile() ? State.FILE : State.SPECIAL;
        } catch (IOException gone) {
            return State.MISSING;
        }
    }

    private static State stateOfUnresolved(Path realParent, Path rest, IOException failure) {
        if (!Files.isDirectory(realParent)) {
            return State.BLOCKED_BY_FILE;
        }
        if (Files.isSymbolicLink(realParent.resolve(rest.getName(0)))) {
            return State.BROKEN_LINK;
        }
        return failure instanceof NoSuchFileException ? State.MISSING : State.UNREADABLE;
    }

    private static IllegalArgumentException refusal(@Nullable Object path, String reason) {
        return new IllegalArgumentException("host path " + Quoted.of(path) + " " + reason);
    }
}
