package dev.enclave.docker.archive;

import dev.enclave.docker.archive.PackOptions.Owner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes the headers of entries, with their owners, modes and times, in POSIX's format: names and numbers of any length. */
final class EntryHeaders {

    private static final int MODE_BITS = 07777;

    private final PackOptions options;

    EntryHeaders(PackOptions options) {
        this.options = options;
    }

    /** Returns the records in front of an entry's content; {@code unix} may be empty. */
    byte[] of(TarArchiveEntry entry, BasicFileAttributes attributes, int mode, Map<String, Object> unix)
            throws IOException {
        Owner owner = options.owner();
        if (owner != null || unix.isEmpty()) {
            setOwner(entry, owner == null ? Owner.ROOT : owner);
            entry.setMode(mode);
        } else {
            setOwner(entry, new Owner(number(unix, "uid"), number(unix, "gid")));
            // With another owner the higher bits would let programs run as somebody whom nobody had in mind.
            entry.setMode((int) number(unix, "mode") & MODE_BITS);
        }
        // A fraction of a second would take a header of its own, which triples the size of a small file.
        long seconds = attributes.lastModifiedTime().to(TimeUnit.SECONDS);
        entry.setLastModifiedTime(FileTime.from(seconds, TimeUnit.SECONDS));
        return encode(entry);
    }

    /** By the library, which is left alone at the content: it would copy that three times, 512 bytes at once. */
    private static byte[] encode(TarArchiveEntry entry) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        TarArchiveOutputStream tar = new TarArchiveOutputStream(records, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        tar.putArchiveEntry(entry);
        return records.toByteArray();
    }

    private static void setOwner(TarArchiveEntry entry, Owner owner) {
        entry.setUserId(owner.uid());
        entry.setGroupId(owner.gid());
    }

    private static long number(Map<String, Object> unix, String name) {
        return unix.get(name) instanceof Integer value ? Integer.toUnsignedLong(value) : 0;
    }
}
