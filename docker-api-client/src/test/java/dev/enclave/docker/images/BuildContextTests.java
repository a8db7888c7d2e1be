package dev.enclave.docker.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ArchiveException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** A directory as a build context. */
class BuildContextTests {

    private static final Duration SHORT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(TarArchiveEntry header, byte[] content) {}

    private Map<String, Entry> entries(Flux<byte[]> context) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        context.doOnNext(all::writeBytes).blockLast(SHORT);
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(all.toByteArray()))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), new Entry(entry, tar.readAllBytes()));
            }
        }
        return entries;
    }

    private Path write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void hasFilesDirectoriesAndLinksWithTheirModesAndRootAsTheirOwner() throws IOException {
        Files.setPosixFilePermissions(write("bin/run", "x"), PosixFilePermissions.fromString("rwxr-x---"));
        write("empty", "");
        Files.createDirectory(directory.resolve("dir"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("../outside"));

        Map<String, Entry> entries = entries(BuildContext.ofDirectory(directory));

        assertThat(entries).containsOnlyKeys("bin/", "bin/run", "dir/", "empty", "link");
        TarArchiveEntry run = entries.get("bin/run").header();
        assertThat(run.getMode() & 0777).isEqualTo(0750);
        assertThat(run.getLongUserId() + run.getLongGroupId()).isZero();
        assertThat(entries.get("dir/").header().isDirectory()).isTrue();
        assertThat(entries.get("link").header().isSymbolicLink()).isTrue();
        assertThat(entries.get("link").header().getLinkName()).isEqualTo("../outside");
    }

    @Test
    void keepsLongAndForeignNamesAndLargeContents() throws IOException {
        String longName = "d".repeat(120) + "/" + "f".repeat(150) + "-h\u00e9llo";
        byte[] large = new byte[3_000_000];
        new Random(1).nextBytes(large);
        write(longName, "long");
        Files.write(directory.resolve("large"), large);

        Map<String, Entry> entries = entries(BuildContext.ofDirectory(directory));

        assertThat(entries.get(longName).content()).isEqualTo("long".getBytes(StandardCharsets.UTF_8));
        assertThat(entries.get("large").content()).isEqualTo(large);
    }

    @Test
    void leavesOutWhatIsIgnoredButNotWhatTheEngineNeeds() throws IOException {
        write("build/Dockerfile", "FROM scratch");
        write("build/other", "x");
        write("logs/a.log", "x");
        write("logs/keep/b.log", "x");
        write("src/a.log", "x");
        write("src/a.txt", "x");
        write(".dockerignore", "# a comment\n\nbuild\nlogs\n!logs/keep\n**/*.log\n!logs/keep/b.log\n*ignore\n");

        Map<String, Entry> entries = entries(BuildContext.ofDirectory(directory, "build/Dockerfile"));

        assertThat(entries)
                .containsOnlyKeys(
                        ".dockerignore", "build/Dockerfile", "logs/keep/", "logs/keep/b.log", "src/", "src/a.txt");
    }

    @Test
    void doesNotOpenWhatIsIgnored() throws IOException {
        write(".dockerignore", "private");
        write("private/secret", "x");
        Files.setPosixFilePermissions(directory.resolve("private"), PosixFilePermissions.fromString("---------"));

        assertThat(entries(BuildContext.ofDirectory(directory))).containsOnlyKeys(".dockerignore");

        Files.setPosixFilePermissions(directory.resolve("private"), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    @Tag("C5")
    void isReadOnlyAsDemanded() throws IOException {
        Files.write(directory.resolve("large"), new byte[3_000_000]);

        BuildContext.ofDirectory(directory)
                .as(context -> StepVerifier.create(context, 2))
                .expectNextCount(2)
                .thenCancel()
                .verify(SHORT);
    }

    @Test
    @Tag("C8")
    void failsWhenThereIsNoDirectory() {
        BuildContext.ofDirectory(directory.resolve("none"))
                .as(StepVerifier::create)
                .expectError(ArchiveException.class)
                .verify(SHORT);
    }

    @Test
    @Tag("C1")
    void isReadAnewBySubscription() throws IOException {
        Flux<byte[]> context = BuildContext.ofDirectory(directory);
        write("late", "x");

        assertThat(entries(context)).containsOnlyKeys("late");
        assertThat(entries(context)).containsOnlyKeys("late");
    }
}
