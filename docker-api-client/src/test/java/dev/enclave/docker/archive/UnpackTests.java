package dev.enclave.docker.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ArchiveException;
import dev.enclave.docker.ArchiveException.Reason;
import dev.enclave.docker.archive.UnpackOptions.Existing;
import dev.enclave.docker.archive.UnpackOptions.Links;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.RandomCases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** Archives that somebody else has packed. */
@Tag("C13")
class UnpackTests {

    private static final Duration SHORT = Duration.ofSeconds(20);

    @TempDir
    Path temporary;

    private Path outside;
    private Path directory;

    @BeforeEach
    void makeDirectories() throws IOException {
        outside = Files.writeString(temporary.resolve("outside"), "untouched");
        directory = Files.createDirectory(temporary.resolve("in"));
    }

    private Mono<Unpacked> unpack(Tars tar, UnpackOptions options) {
        return DirectoryArchive.unpack(Mono.just(tar.bytes()), directory, options);
    }

    private void expectFailure(Mono<Unpacked> unpacked, Reason reason, String path, String message) {
        unpacked.as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(ArchiveException.class, failure -> {
                            assertThat(failure.reason()).isEqualTo(reason);
                            assertThat(failure.path()).isEqualTo(path);
                            assertThat(failure).hasMessageContaining(message);
                        }))
                .verify(SHORT);
    }

    private void assertNothingOutsideHasChanged() throws IOException {
        assertThat(outside).hasContent("untouched");
        try (var files = Files.list(temporary)) {
            assertThat(files).containsExactlyInAnyOrder(outside, directory);
        }
    }

    static List<Arguments> hostile() {
        return List.of(
                Arguments.of(new Tars().file("../outside", "evil"), "../outside"),
                Arguments.of(new Tars().file("a/../../outside", "evil"), "a/../../outside"),
                Arguments.of(new Tars().file("/tmp/evil", "evil"), "/tmp/evil"),
                Arguments.of(new Tars().directory("..", 0777), "../"),
                Arguments.of(new Tars().link("l", ".."), "l"),
                Arguments.of(new Tars().link("l", "/etc"), "l"),
                Arguments.of(new Tars().directory("d", 0755).link("d/l", "../../outside"), "d/l"),
                // Stays inside by its text only: the first link leads to the directory itself.
                Arguments.of(new Tars().link("a/b/up", "../..").link("l", "a/b/up/../outside"), "l"),
                Arguments.of(new Tars().link("l", ".").file("l/file", "evil"), "l"),
                Arguments.of(new Tars().link("l", ".").directory("l", 0755), "l"),
                Arguments.of(new Tars().link("l", "file").hardLink("h", "l"), "h"),
                Arguments.of(new Tars().hardLink("h", "../outside"), "h"),
                Arguments.of(new Tars().hardLink("h", "/etc/passwd"), "h"),
                Arguments.of(new Tars().link("l", ".").hardLink("h", "l/x"), "l"),
                Arguments.of(new Tars().hardLink("h", "./h"), "h"),
                Arguments.of(new Tars().link(".", "x"), "."),
                Arguments.of(new Tars().file("./", "").file(".", "evil"), "."));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void neverLeadOut(Tars tar, String path) throws IOException {
        expectFailure(unpack(tar, UnpackOptions.DEFAULTS.withExisting(Existing.REPLACE)), Reason.UNSAFE, path, path);

        assertNothingOutsideHasChanged();
    }

    /** The same on file systems without open directories. */
    @ParameterizedTest
    @MethodSource("hostile")
    void neverLeadOutByPathEither(Tars tar, String path) throws IOException {
        DirectoryUnpacker unpacker = new DirectoryUnpacker(
                directory, UnpackOptions.DEFAULTS.withExisting(Existing.REPLACE), OpenDirectory::openByPath);

        expectFailure(
                Mono.fromCallable(() -> {
                            unpacker.unpack(tar.bytes());
                            return unpacker.finish();
                        })
                        .doFinally(signal -> unpacker.close()),
                Reason.UNSAFE,
                path,
                path);

        assertNothingOutsideHasChanged();
    }

    @Test
    void areNeverWrittenThroughLinksThatWereThereBefore() throws IOException {
        Files.createSymbolicLink(directory.resolve("out"), temporary);
        Files.createSymbolicLink(directory.resolve("file"), outside);

        expectFailure(
                unpack(new Tars().file("out/outside", "evil"), UnpackOptions.DEFAULTS),
                Reason.UNSAFE,
                "out",
                "nothing is written through links");
        unpack(new Tars().file("file", "new"), UnpackOptions.DEFAULTS.withExisting(Existing.REPLACE))
                .block(SHORT);

        assertThat(directory.resolve("file")).hasContent("new").isRegularFile();
        assertNothingOutsideHasChanged();
    }

    @Test
    void loseTheBitsThatMakeAProgramRunAsItsOwner() throws IOException {
        unpack(
                        new Tars()
                                .file("program", "x".getBytes(StandardCharsets.UTF_8), 07755)
                                .directory("d", 01555),
                        UnpackOptions.DEFAULTS)
                .block(SHORT);

        assertThat((Integer) Files.getAttribute(directory.resolve("program"), "unix:mode") & 07777)
                .isEqualTo(0755);
        assertThat((Integer) Files.getAttribute(directory.resolve("d"), "unix:mode") & 07777)
                .isEqualTo(0755);
    }

    @Test
    void leaveDevicesAndPipesOut() {
        Unpacked unpacked = unpack(
                        new Tars()
                                .special(TarConstants.LF_CHR, "null")
                                .special(TarConstants.LF_BLK, "disk")
                                .special(TarConstants.LF_FIFO, "pipe")
                                .file("file", "12345")
                                .hardLink("same", "file")
                                .directory("d", 0755),
                        UnpackOptions.DEFAULTS)
                .block(SHORT);

        assertThat(unpacked).isEqualTo(new Unpacked(1, 5, 1, 1, 3));
        assertThat(FileTree.describe(directory)).containsOnlyKeys("d", "file", "same");
    }

    @Test
    void haveTheLinksThatAreAskedFor() {
        Tars tar = new Tars().link("out", "/etc/passwd").link("a/in", "../file").file("file", "x");

        assertThat(unpack(tar, UnpackOptions.DEFAULTS.withLinks(Links.SKIP_OUTSIDE))
                        .block(SHORT)
                        .skipped())
                .isEqualTo(1);
        assertThat(FileTree.describe(directory)).containsOnlyKeys("a", "a/in", "file");

        UnpackOptions all = new UnpackOptions(Existing.REPLACE, Links.KEEP, 100, 100);
        assertThat(unpack(tar, all).block(SHORT).links()).isEqualTo(2);
        assertThat(FileTree.describe(directory)).containsEntry("out", "link to /etc/passwd");
    }

    @Test
    @Tag("C8")
    void replaceNothingUnlessAskedTo() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "mine");
        Path twin = Files.createLink(temporary.resolve("in/twin"), file);
        Files.createDirectory(directory.resolve("d"));

        expectFailure(
                unpack(new Tars().file("file", "new"), UnpackOptions.DEFAULTS),
                Reason.EXISTS,
                "file",
                "UnpackOptions.Existing");
        assertThat(file).hasContent("mine");
        unpack(new Tars().file("file", "new"), UnpackOptions.DEFAULTS.withExisting(Existing.REPLACE))
                .block(SHORT);
        assertThat(file).hasContent("new");
        assertThat(twin).hasContent("mine");
        expectFailure(
                unpack(new Tars().file("d", "new"), UnpackOptions.DEFAULTS.withExisting(Existing.REPLACE)),
                Reason.EXISTS,
                "d",
                "never replaced");
        expectFailure(
                unpack(new Tars().file("file/x", "new"), UnpackOptions.DEFAULTS),
                Reason.EXISTS,
                "file",
                "is no directory");
    }

    @Test
    @Tag("C8")
    void endAtTheirLimits() {
        Tars tar = new Tars().file("a", "12345").file("b", "12345");

        expectFailure(unpack(tar, UnpackOptions.DEFAULTS.withLimits(9, 2)), Reason.LIMIT, "b", "limit, 9 bytes");
        assertThat(FileTree.describe(directory)).containsOnlyKeys("a");
        expectFailure(unpack(tar, UnpackOptions.DEFAULTS.withLimits(10, 1)), Reason.EXISTS, "a", "is there already");
        expectFailure(
                unpack(tar, UnpackOptions.DEFAULTS.withLimits(10, 1).withExisting(Existing.REPLACE)),
                Reason.LIMIT,
                "b",
                "limit, 1");
        expectFailure(
                unpack(new Tars().file("d/".repeat(300) + "f", "x"), UnpackOptions.DEFAULTS),
                Reason.LIMIT,
                "d/".repeat(300) + "f",
                "256 directories deep");
    }

    @Test
    @Tag("C8")
    void failWhenTheyAreCutOffWhereverThatIs() {
        byte[] tar =
                new Tars().file("x".repeat(150), "12345").directory("d", 0755).bytes();
        int end = new Tars().file("x".repeat(150), "12345").directory("d", 0755).unfinished().length;

        for (int length = 0; length < end + 512; length += 128) {
            byte[] cut = Arrays.copyOf(tar, length);
            expectFailure(
                    DirectoryArchive.unpack(
                            Mono.just(cut), directory, UnpackOptions.DEFAULTS.withExisting(Existing.REPLACE)),
                    Reason.MALFORMED,
                    "",
                    "without the mark of an archive's end");
        }
    }

    @Test
    @Tag("C8")
    void failInATypedWayWhateverIsInThem() throws IOException {
        byte[] good = new Tars()
                .file("a".repeat(120), new byte[700], 0644)
                .directory("d", 0755)
                .link("d/l", "../x")
                .hardLink("h", "a".repeat(120))
                .bytes();
        RandomCases.check(300, random -> {
            byte[] bad = good.clone();
            for (int flips = 1 + random.nextInt(20); flips > 0; flips--) {
                int block = random.nextInt(bad.length / 512) * 512;
                bad[block + random.nextInt(512)] = (byte) random.nextInt(256);
                correctChecksum(bad, block);
            }
            Path to = Files.createTempDirectory(directory, "run").resolve("to");

            Throwable error = DirectoryArchive.unpack(Mono.just(bad), to, UnpackOptions.DEFAULTS)
                    .<Throwable>then(Mono.empty())
                    .onErrorResume(Mono::just)
                    .block(SHORT);

            assertThat(error)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            some -> assertThat(some).isInstanceOf(ArchiveException.class));
            assertThat(to.getParent()).isDirectoryNotContaining(path -> !path.equals(to));
        });
        assertNothingOutsideHasChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.719108", "        ", "-0012345", "0000001\0"})
    void areRefusedWhereAHeadersChecksumIsWrongOrNoNumber(String checksum) {
        byte[] bad = new Tars().file("f", new byte[10], 0644).bytes();
        System.arraycopy(checksum.getBytes(StandardCharsets.US_ASCII), 0, bad, 148, checksum.length());

        DirectoryArchive.unpack(Mono.just(bad), directory.resolve("to"), UnpackOptions.DEFAULTS)
                .as(StepVerifier::create)
                .expectErrorSatisfies(error ->
                        assertThat(error).isInstanceOf(ArchiveException.class).hasMessageContaining("checksum"))
                .verify(SHORT);
    }

    private static void correctChecksum(byte[] tar, int block) {
        Arrays.fill(tar, block + 148, block + 156, (byte) ' ');
        int sum = 0;
        for (int i = block; i < block + 512; i++) {
            sum += tar[i] & 0xff;
        }
        byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tar, block + 148, digits.length);
    }

    @Test
    void leaveHolesWhereThereAreZeros() throws IOException {
        byte[] content = new byte[1 << 20];
        content[500_000] = 1;

        unpack(new Tars().file("sparse", content, 0644).file("zeros", new byte[100_000], 0644), UnpackOptions.DEFAULTS)
                .block(SHORT);

        assertThat(directory.resolve("sparse")).hasBinaryContent(content);
        assertThat(directory.resolve("zeros")).hasBinaryContent(new byte[100_000]);
        assertThat(DiskUse.of(directory.resolve("sparse"))).isLessThan(64_000);
    }

    @Test
    @Tag("C1")
    @Tag("C5")
    void areReadAsTheyAreWrittenAndLeaveNothingHalfDoneWhenTheyAreCancelled() throws IOException {
        byte[] tar = new Tars()
                .file("whole", "x")
                .file("half", new byte[100_000], 0644)
                .bytes();
        TestPublisher<byte[]> pieces = TestPublisher.create();

        DirectoryArchive.unpack(pieces, directory, UnpackOptions.DEFAULTS)
                .as(StepVerifier::create)
                .then(() -> pieces.assertMaxRequested(4))
                .then(() -> pieces.next(Arrays.copyOf(tar, 50_000)))
                .then(() -> Eventually.get("a file", () -> Files.exists(directory.resolve("half")), there -> there))
                .thenCancel()
                .verify(SHORT);

        pieces.assertCancelled();
        Eventually.get("files that are open", () -> OpenFiles.below(directory), List::isEmpty);
        assertThat(FileTree.describe(directory)).containsOnlyKeys("whole");
    }

    @Test
    @Tag("C8")
    void passTheErrorOfTheirSourceOn() {
        IllegalStateException broken = new IllegalStateException("no more");

        DirectoryArchive.unpack(Flux.error(broken), directory.resolve("new"), UnpackOptions.DEFAULTS)
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error).isSameAs(broken))
                .verify(SHORT);

        assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    @Tag("C8")
    void failWhereThereCanBeNoDirectory() {
        expectFailure(
                DirectoryArchive.unpack(
                        Mono.just(new Tars().bytes()), outside.resolve("below"), UnpackOptions.DEFAULTS),
                Reason.UNWRITABLE,
                "",
                "cannot be written");
    }

    @Test
    void makeTheDirectory() throws IOException {
        Path missing = directory.resolve("a/b");

        DirectoryArchive.unpack(Mono.just(new Tars().bytes()), missing, UnpackOptions.DEFAULTS)
                .block(SHORT);

        assertThat(missing).isDirectory();
        assertThat(Files.getPosixFilePermissions(missing, LinkOption.NOFOLLOW_LINKS))
                .containsAll(PosixFilePermissions.fromString("rwx------"));
        assertThat(FileTree.describe(missing)).isEmpty();
    }
}
