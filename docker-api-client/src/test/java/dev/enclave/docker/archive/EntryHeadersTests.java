package dev.enclave.docker.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.archive.FileFacts.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers are those that the library's stream writes, whichever way they are made. */
class EntryHeadersTests {

    private static final int RECORD = 512;

    @ParameterizedTest
    @CsvSource({
        "name, '', 0, 1700000000, 0, 1",
        "name, target, 0, 0, 0, 1",
        "dir/, '', 0, 1, 1000, 1",
        "99, '', 8589934591, 8589934591, 2097151, 1",
        "100, '', 0, 1, 0, 3",
        "name, 100, 0, 1, 0, 3",
        "hélló, '', 0, 1, 0, 3",
        "name, 日本, 0, 1, 0, 3",
        "name, '', 8589934592, 1, 0, 3",
        "name, '', 0, 8589934592, 0, 3",
        "name, '', 0, -1, 0, 3",
        "name, '', 0, 1, 2097152, 3"
    })
    void areThoseOfTheLibrary(String name, String link, long size, long seconds, long uid, int records)
            throws IOException {
        FileFacts facts = new FileFacts(Kind.FILE, size, seconds, 0640, uid, uid, 1, null);
        EntryHeaders headers = new EntryHeaders(PackOptions.DEFAULTS.keepingOwners());

        for (int again = 0; again < 2; again++) {
            byte[] made = headers.of(entry(name, link, size), facts);

            assertThat(made).isEqualTo(expected(entry(name, link, size), facts)).hasSize(records * RECORD);
        }
    }

    private static TarArchiveEntry entry(String name, String link, long size) {
        TarArchiveEntry entry = link.isEmpty()
                ? new TarArchiveEntry(orLength(name))
                : new TarArchiveEntry(orLength(name), TarConstants.LF_SYMLINK);
        entry.setLinkName(orLength(link));
        entry.setSize(size);
        return entry;
    }

    /** A number stands for a name of that length. */
    private static String orLength(String name) {
        return name.matches("\\d+") ? "x".repeat(Integer.parseInt(name)) : name;
    }

    private static byte[] expected(TarArchiveEntry entry, FileFacts facts) throws IOException {
        entry.setMode(facts.mode());
        entry.setUserId(facts.uid());
        entry.setGroupId(facts.gid());
        entry.setUserName("");
        entry.setLastModifiedTime(FileTime.from(facts.seconds(), TimeUnit.SECONDS));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        TarArchiveOutputStream tar = new TarArchiveOutputStream(written, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        tar.putArchiveEntry(entry);
        return written.toByteArray();
    }
}
