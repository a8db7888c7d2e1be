package dev.enclave.docker.archive;

import dev.enclave.docker.archive.PackOptions.Owner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * Makes the headers of an archive's entries, with their owners, modes and times, in POSIX's format: names and numbers of any length. Not
 * thread-safe.
 */
final class EntryHeaders {

    private static final int PERMISSION_BITS = 0777;
    private static final String ENCODING = "UTF-8";

    private final PackOptions options;
    private final ZipEncoding encoding = ZipEncodingHelper.getZipEncoding(ENCODING);
    private final byte[] record = new byte[TarConstants.DEFAULT_RCDSIZE];

    EntryHeaders(PackOptions options) {
        this.options = options;
    }

    /** Returns the records in front of an entry's content, which are overwritten by the next call. */
    byte[] of(TarArchiveEntry entry, FileFacts facts) throws IOException {
        Owner owner = options.owner();
        // With another owner the higher bits would let programs run as somebody whom nobody had in mind.
        entry.setMode(owner == null ? facts.mode() : facts.mode() & PERMISSION_BITS);
        entry.setUserId(owner == null ? facts.uid() : owner.uid());
        entry.setGroupId(owner == null ? facts.gid() : owner.gid());
        // The library's is the name of whoever packs, which tar would prefer to the number.
        entry.setUserName("");
        entry.setLastModifiedTime(FileTime.from(facts.seconds(), TimeUnit.SECONDS));
        if (isPlain(entry, facts)) {
            entry.writeEntryHeader(record, encoding, false);
            return record;
        }
        return encode(entry);
    }

    /** Whether one record has room for everything, as for nearly all entries. */
    private static boolean isPlain(TarArchiveEntry entry, FileFacts facts) {
        return isPlain(entry.getName())
                && isPlain(entry.getLinkName())
                && facts.seconds() >= 0
                && facts.seconds() <= TarConstants.MAXSIZE
                && entry.getSize() <= TarConstants.MAXSIZE
                && entry.getLongUserId() <= TarConstants.MAXID
                && entry.getLongGroupId() <= TarConstants.MAXID;
    }

    private static boolean isPlain(String name) {
        if (name.length() >= TarConstants.NAMELEN) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** By the library, which is left alone at the content: it would copy that three times, 512 bytes at once. */
    private static byte[] encode(TarArchiveEntry entry) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream(3 * TarConstants.DEFAULT_RCDSIZE);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(records, ENCODING);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        tar.putArchiveEntry(entry);
        return records.toByteArray();
    }
}
