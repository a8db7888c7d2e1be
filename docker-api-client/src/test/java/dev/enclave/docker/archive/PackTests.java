package dev.enclave.docker.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.docker.ArchiveException;
import dev.enclave.docker.ArchiveException.Reason;
import dev.enclave.docker.archive.Tars.Entry;
import dev.enclave.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** A directory as an archive. What survives the way there and back is in {@link RandomTreesTests}. */
class PackTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final int SETUID = 04000;

    @TempDir
    Path directory;

    private Map<String, Entry> packed(PackOptions options) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DirectoryArchive.pack(directory, options).doOnNext(all::writeBytes).blockLast(SHORT);
        return Tars.read(all.toByteArray());
    }

    private Path write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static void expectFailure(Flux<byte[]> archive, Reason reason, String path, String message) {
        archive.as(StepVerifier::create)
                .thenConsumeWhile(piece -> true)
                .expectErrorSatisfies(error -> assertFailure(error, reason, path, message))
                .verify(SHORT);
    }

    private static void assertFailure(Throwable error, Reason reason, String path, String message) {
        assertThat(error).isInstanceOfSatisfying(ArchiveException.class, failure -> {
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.path()).isEqualTo(path);
            assertThat(failure).hasMessageContaining(message);
        });
    }

    @Test
    void belongsToWhomItIsToBelongTo() throws IOException {
        Path program = write("program", "x");
        Files.setAttribute(program, "unix:mode", SETUID | 0755);
        int uid = (Integer) Files.getAttribute(program, "unix:uid");

        TarArchiveEntry ofRoot = packed(PackOptions.DEFAULTS).get("program").header();
        TarArchiveEntry ofSomebody = packed(PackOptions.DEFAULTS.withOwner(3_000_000, 7))
                .get("program")
                .header();
        TarArchiveEntry kept =
                packed(PackOptions.DEFAULTS.keepingOwners()).get("program").header();

        assertThat(List.of(ofRoot.getLongUserId(), ofRoot.getLongGroupId())).containsExactly(0L, 0L);
        assertThat(List.of(ofSomebody.getLongUserId(), ofSomebody.getLongGroupId()))
                .containsExactly(3_000_000L, 7L);
        assertThat(kept.getLongUserId()).isEqualTo(uid);
        // Only with its own owner it may run as its owner.
        assertThat(ofRoot.getMode()).isEqualTo(0755);
        assertThat(ofSomebody.getMode()).isEqualTo(0755);
        assertThat(kept.getMode()).isEqualTo(SETUID | 0755);
        // tar would look the name up, and take the number that it has on the other side.
        assertThat(List.of(ofRoot.getUserName(), ofSomebody.getUserName(), kept.getUserName()))
                .containsOnly("");
    }

    @Test
    void isPutIntoADirectoryOfTheArchive() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        Files.createLink(directory.resolve("second"), write("first", "x"));

        Map<String, Entry> entries = packed(PackOptions.DEFAULTS.withPrefix("/opt/app/"));

        assertThat(entries).containsOnlyKeys("opt/app/", "opt/app/first", "opt/app/second");
        assertThat(entries.get("opt/app/").header().getMode()).isEqualTo(0750);
        assertThat(entries.values().stream().map(Entry::header).filter(TarArchiveEntry::isLink))
                .singleElement()
                .satisfies(link -> assertThat(link.getLinkName()).startsWith("opt/app/"));
        assertThatThrownBy(() -> PackOptions.DEFAULTS.withPrefix("a/../.."))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leavesOutWhatIsIgnoredAndWhatIsNoFile() throws IOException {
        write("kept.txt", "x");
        write("logs/a.log", "x");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(directory.resolve("socket")));

            assertThat(packed(PackOptions.DEFAULTS.withIgnored(List.of("**/*.log"))))
                    .containsOnlyKeys("kept.txt", "logs/");
        }
    }

    @Test
    void doesNotFollowLinksThatLeadOut(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("secret"), "x");
        Files.createSymbolicLink(directory.resolve("link"), elsewhere);

        Map<String, Entry> entries = packed(PackOptions.DEFAULTS);

        assertThat(entries).containsOnlyKeys("link");
        assertThat(entries.get("link").header().getLinkFlag()).isEqualTo(TarConstants.LF_SYMLINK);
    }

    @Test
    @Tag("C5")
    void announcesHugeFilesAndHoldsOnlyPiecesOfThem() throws IOException {
        long size = 9L << 30;
        try (RandomAccessFile sparse =
                new RandomAccessFile(directory.resolve("huge").toFile(), "rw")) {
            sparse.setLength(size);
        }

        List<byte[]> first = DirectoryArchive.pack(directory, PackOptions.DEFAULTS)
                .take(2)
                .collectList()
                .block(SHORT);

        assertThat(first).allSatisfy(piece -> assertThat(piece).hasSizeLessThan(70_000));
        UnpackOptions small = UnpackOptions.DEFAULTS.withLimits(size - 1, 1);
        DirectoryArchive.unpack(Flux.fromIterable(first), directory.resolve("to"), small)
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertFailure(error, Reason.LIMIT, "huge", size + " bytes"))
                .verify(SHORT);
    }

    @Test
    @Tag("C8")
    void failsWhenAFileBecomesShorterOrLonger() throws IOException {
        for (int change : new int[] {-1000, 1000}) {
            Path file = directory.resolve("file");
            Files.write(file, new byte[500_000]);

            DirectoryArchive.pack(directory, PackOptions.DEFAULTS)
                    .as(archive -> StepVerifier.create(archive, 1))
                    .expectNextCount(1)
                    .then(() -> write(file, 500_000 + change))
                    .thenRequest(Long.MAX_VALUE)
                    .thenConsumeWhile(piece -> true)
                    .expectErrorSatisfies(error -> assertFailure(
                            error, Reason.CHANGED, "file", change < 0 ? "1000 bytes shorter" : "became longer"))
                    .verify(SHORT);
        }
    }

    /** Somebody puts another directory in the place of the one that is read, to give a file of his own another owner. */
    @Test
    @Tag("C8")
    void keepsNoOwnerOfAnotherFile() throws IOException {
        Path read = Files.createDirectory(directory.resolve("d"));
        Path other = Files.createDirectory(directory.resolve("other"));
        for (String name : List.of("first", "second")) {
            write(read.resolve(name), 500_000);
            write(other.resolve(name), 500_000);
        }

        DirectoryArchive.pack(
                        read.getParent(),
                        PackOptions.DEFAULTS
                                .withIgnored(List.of("other", "gone"))
                                .keepingOwners())
                .as(archive -> StepVerifier.create(archive, 1))
                .expectNextCount(1)
                .then(() -> exchange(read, other))
                .thenRequest(Long.MAX_VALUE)
                .thenConsumeWhile(piece -> true)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                ArchiveException.class,
                                failure -> assertThat(failure.reason()).isEqualTo(Reason.CHANGED))
                        .hasMessageContaining("was replaced while the directory was read"))
                .verify(SHORT);
    }

    private static void exchange(Path directory, Path other) {
        try {
            Files.move(directory, directory.resolveSibling("gone"));
            Files.move(other, directory);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, int size) {
        try {
            Files.write(file, new byte[size]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A file in a zip archive whose content is damaged: that not even root can read. */
    @Test
    @Tag("C8")
    void namesTheFileThatCannotBeRead() throws IOException {
        Path zip = directory.resolve("files.zip");
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Files.createDirectory(files.getPath("d"));
            Files.writeString(files.getPath("d/bad"), "content ".repeat(1000));
        }
        byte[] bytes = Files.readAllBytes(zip);
        int content = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("d/bad") + "d/bad".length();
        Arrays.fill(bytes, content, content + 20, (byte) 0xff);
        Files.write(zip, bytes);

        try (FileSystem files = FileSystems.newFileSystem(zip)) {
            expectFailure(
                    DirectoryArchive.pack(files.getPath("d"), PackOptions.DEFAULTS),
                    Reason.UNREADABLE,
                    "bad",
                    "'bad' cannot be read");
        }
    }

    @Test
    @Tag("C8")
    void failsWhenThereIsNoDirectoryOrTooManyOfThem() throws IOException {
        expectFailure(
                DirectoryArchive.pack(directory.resolve("none"), PackOptions.DEFAULTS),
                Reason.UNREADABLE,
                "",
                "there is no such directory");
        Files.createDirectories(directory.resolve("d/".repeat(260)));
        expectFailure(
                DirectoryArchive.pack(directory, PackOptions.DEFAULTS),
                Reason.LIMIT,
                "d/".repeat(256),
                "more than 256 directories deep");
    }

    @Test
    @Tag("C1")
    void opensNothingBeforeItIsWantedAndClosesEverythingWhenItIsNoMore() throws IOException {
        Path sub = Files.createDirectories(directory.resolve("a/b"));
        Files.write(sub.resolve("large"), new byte[3_000_000]);

        DirectoryArchive.pack(directory, PackOptions.DEFAULTS)
                .as(archive -> StepVerifier.create(archive, 2))
                .expectNextCount(2)
                .then(() -> assertThat(OpenFiles.below(directory)).isNotEmpty())
                .thenCancel()
                .verify(SHORT);

        Eventually.get("files that are open", () -> OpenFiles.below(directory), List::isEmpty);
    }
}
