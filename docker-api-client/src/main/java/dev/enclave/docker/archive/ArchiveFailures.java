package dev.enclave.docker.archive;

import dev.enclave.docker.ArchiveException;
import dev.enclave.docker.ArchiveException.Reason;
import dev.enclave.docker.archive.UnpackOptions.Existing;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The errors of packing or unpacking one directory.
 *
 * @param operation what is being done, and to which directory
 */
record ArchiveFailures(String operation) {

    ArchiveException of(Reason reason, String name, String detail, @Nullable Throwable cause) {
        return new ArchiveException(operation, reason, name, detail, cause);
    }

    ArchiveException unreadable(String name, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return of(Reason.CHANGED, name, "vanished while the directory was read", cause);
        }
        return of(Reason.UNREADABLE, name, "cannot be read: " + because(cause), cause);
    }

    ArchiveException unwritable(String name, IOException cause) {
        return of(Reason.UNWRITABLE, name, "cannot be written: " + because(cause), cause);
    }

    ArchiveException malformed(IOException cause) {
        return of(Reason.MALFORMED, "", "the archive is malformed: " + cause.getMessage(), cause);
    }

    /** The error of the directory that is packed. */
    ArchiveException notOpened(IOException cause) {
        String detail = cause instanceof NoSuchFileException ? "there is no such directory" : because(cause);
        return of(Reason.UNREADABLE, "", detail, cause);
    }

    /** Refuses to go through what is no directory: a link would lead to wherever it leads. */
    void requireDirectory(BasicFileAttributes there, List<Path> names) {
        if (there.isSymbolicLink()) {
            String detail =
                    "is a symbolic link, and the archive wants to go through it; nothing is written through links";
            throw of(Reason.UNSAFE, toName(names), detail, null);
        }
        if (!there.isDirectory()) {
            throw of(Reason.EXISTS, toName(names), "is there already and is no directory", null);
        }
    }

    /** Refuses to replace what must not be. */
    void requireReplaceable(BasicFileAttributes there, List<Path> names, Existing existing) {
        if (there.isDirectory()) {
            String detail = "is a directory already, which is never replaced by anything else";
            throw of(Reason.EXISTS, toName(names), detail, null);
        }
        if (existing == Existing.REFUSE) {
            String detail = "is there already: unpack into an empty directory, or replace (UnpackOptions.Existing)";
            throw of(Reason.EXISTS, toName(names), detail, null);
        }
    }

    private static String toName(List<Path> names) {
        return names.stream().map(Path::toString).collect(Collectors.joining("/"));
    }

    static String because(IOException cause) {
        return cause instanceof AccessDeniedException
                ? "permission denied"
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
