package dev.enclave.docker.archive;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an archive tells of a file, links not followed.
 *
 * @param size in bytes
 * @param seconds when it was last changed, since 1970. A fraction would take a header of its own, which triples the size of a small file
 * @param mode the twelve lowest bits of a Unix mode
 * @param uid whom it belongs to, 0 where files have no owners by number
 * @param gid which group it belongs to, 0 likewise
 * @param links how many names it has, 1 where nobody knows
 * @param key what identifies it; null where files have no identity
 */
record FileFacts(
        Kind kind,
        long size,
        long seconds,
        int mode,
        long uid,
        long gid,
        int links,
        @Nullable Object key) {

    /** What {@link #ofUnix} wants to know, asked for at once. Not everything: owners' names have to be looked up. */
    static final String UNIX = "unix:mode,size,lastModifiedTime,uid,gid,nlink,fileKey";

    private static final int KIND_BITS = 0170000;
    private static final int MODE_BITS = 07777;

    enum Kind {
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }

    static FileFacts ofUnix(Map<String, Object> attributes) {
        int mode = number(attributes, "mode");
        return new FileFacts(
                kind(mode),
                attributes.get("size") instanceof Long size ? size : 0,
                attributes.get("lastModifiedTime") instanceof FileTime time ? time.to(TimeUnit.SECONDS) : 0,
                mode & MODE_BITS,
                Integer.toUnsignedLong(number(attributes, "uid")),
                Integer.toUnsignedLong(number(attributes, "gid")),
                number(attributes, "nlink"),
                attributes.get("fileKey"));
    }

    /** Of a file on a file system that knows less. */
    static FileFacts of(BasicFileAttributes attributes) {
        Kind kind = kind(attributes);
        int otherwise = kind == Kind.DIRECTORY ? Modes.DIRECTORY : Modes.FILE;
        return new FileFacts(
                kind,
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.SECONDS),
                kind == Kind.LINK ? Modes.LINK : Modes.of(attributes, otherwise),
                0,
                0,
                1,
                attributes.fileKey());
    }

    private static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer value ? value : 0;
    }

    private static Kind kind(int mode) {
        return switch (mode & KIND_BITS) {
            case 0100000 -> Kind.FILE;
            case 0040000 -> Kind.DIRECTORY;
            case 0120000 -> Kind.LINK;
            default -> Kind.OTHER;
        };
    }

    private static Kind kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return Kind.LINK;
        }
        if (attributes.isDirectory()) {
            return Kind.DIRECTORY;
        }
        return attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
    }

    boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }
}
