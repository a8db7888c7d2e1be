package dev.enclave.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ArchiveException;
import dev.enclave.docker.ArchiveException.Reason;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.archive.FileTree;
import dev.enclave.docker.archive.PackOptions;
import dev.enclave.docker.archive.UnpackOptions;
import dev.enclave.docker.archive.UnpackOptions.Links;
import dev.enclave.docker.archive.Unpacked;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.RandomCases;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** Directories on their way into a container and out of it. */
@Tag("C13")
class DirectoryTransferIT {

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final int MIB = 1 << 20;

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @TempDir
    Path directory;

    private static ContainerOperations operations() {
        return TestEngine.client().containers();
    }

    /** Runs a shell line in a container of its own, and returns that, ended. */
    private String ended(String line) {
        String container = containers.start(TestContainers.config("sh", "-c", line));
        operations().waitFor(container, WaitCondition.NOT_RUNNING).block(SHORT);
        return container;
    }

    private static void expectFailure(StepVerifier.FirstStep<Unpacked> unpacked, Reason reason, String path) {
        unpacked.expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(ArchiveException.class, failure -> {
                            assertThat(failure.reason()).isEqualTo(reason);
                            assertThat(failure.path()).endsWith(path);
                        }))
                .verify(SHORT);
    }

    @Test
    @Conformance({"containers.putDirectory", "containers.getDirectory"})
    void areTheSameAfterwards() throws IOException {
        Path from = Files.createDirectory(directory.resolve("from"));
        FileTree.fill(from, RandomCases.random(0));
        String container = containers.create(TestContainers.config("true"));

        operations()
                .putDirectory(container, from, "/tmp", PackOptions.DEFAULTS.withPrefix("tree"))
                .block(SHORT);
        operations()
                .getDirectory(container, "/tmp/tree/", directory.resolve("to"), UnpackOptions.DEFAULTS)
                .block(SHORT);

        assertThat(FileTree.describe(directory.resolve("to")))
                .as(RandomCases.which(0))
                .isEqualTo(FileTree.describe(from));
    }

    @Test
    @Conformance("containers.putDirectory")
    void belongToWhomTheyAreToBelongTo() throws IOException {
        Files.writeString(directory.resolve("file"), "x");
        String container = containers.create(TestContainers.config("stat", "-c", "%u:%g", "/tmp/file"));

        operations()
                .putDirectory(container, directory, "/tmp", PackOptions.DEFAULTS.withOwner(1234, 5678))
                .block(SHORT);
        operations().start(container).block(SHORT);
        operations().waitFor(container, WaitCondition.NOT_RUNNING).block(SHORT);

        String output = operations()
                .logs(container, LogOptions.DEFAULTS)
                .map(frame -> new String(frame.bytes(), StandardCharsets.UTF_8))
                .reduce(String::concat)
                .block(SHORT);
        assertThat(output).isEqualTo("1234:5678\n");
    }

    /** A gibibyte in a process that has a sixteenth of that. */
    @Test
    @Tag("C5")
    void takeNoMemory() throws Exception {
        try (RandomAccessFile sparse =
                new RandomAccessFile(directory.resolve("large").toFile(), "rw")) {
            sparse.setLength(1024L * MIB);
            sparse.seek(700L * MIB);
            sparse.write(1);
        }
        String container = containers.create(TestContainers.config("true"));

        Process small = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-XX:MaxDirectMemorySize=24m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallProcess.class.getName(),
                        container,
                        directory.toString(),
                        directory.resolve("back").toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(small.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(output).contains("Unpacked[files=1, bytes=" + 1024L * MIB + ",");
        assertThat(Files.mismatch(directory.resolve("large"), directory.resolve("back/large")))
                .isEqualTo(-1);
    }

    @Test
    @Conformance("containers.getDirectory")
    void comeOfContainersThatAreNotTrusted() {
        String container = ended("mkdir /tmp/d; ln -s /etc /tmp/d/etc; echo x > /tmp/d/file; mkfifo /tmp/d/pipe;"
                + "chmod 4755 /tmp/d/file; ln -s /tmp/d /data");
        Path to = directory.resolve("to");

        expectFailure(
                operations()
                        .getDirectory(container, "/data", to, UnpackOptions.DEFAULTS)
                        .as(StepVerifier::create),
                Reason.UNSAFE,
                "etc");
        Unpacked unpacked = operations()
                .getDirectory(
                        container,
                        "/data",
                        directory.resolve("again"),
                        UnpackOptions.DEFAULTS.withLinks(Links.SKIP_OUTSIDE))
                .block(SHORT);

        // The engine names the directory itself, Podman does not.
        assertThat(unpacked).isIn(new Unpacked(1, 2, 1, 0, 2), new Unpacked(1, 2, 0, 0, 2));
        assertThat(FileTree.describe(directory.resolve("again")))
                .containsOnlyKeys("file")
                .allSatisfy((name, what) -> assertThat(what).startsWith("rwxr-xr-x"));
    }

    /** The engine follows links of the container in the container. */
    @Test
    @Conformance("containers.putDirectory")
    void stayInTheContainer() throws IOException {
        String name = containers.name();
        Files.writeString(directory.resolve(name), "x");
        String container = ended("ln -s /etc /data");

        operations()
                .putDirectory(container, directory, "/data", PackOptions.DEFAULTS)
                .block(SHORT);

        assertThat(operations().statPath(container, "/etc/" + name).block(SHORT).size())
                .isEqualTo(1);
        assertThat(Path.of("/etc", name)).doesNotExist();
    }

    @Test
    @Tag("C8")
    @Conformance("containers.getDirectory")
    void stopAtTheirLimits() {
        String container = ended("mkdir /tmp/d; dd if=/dev/zero of=/tmp/d/bomb bs=1M count=20");

        expectFailure(
                operations()
                        .getDirectory(container, "/tmp/d", directory, UnpackOptions.DEFAULTS.withLimits(10L * MIB, 10))
                        .as(StepVerifier::create),
                Reason.LIMIT,
                "bomb");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @Tag("C8")
    @Conformance({"containers.putDirectory", "containers.getDirectory"})
    void failWhenThereAreNone() {
        String container = containers.create(TestContainers.config("true"));

        operations()
                .getDirectory(container, "/none", directory.resolve("to"), UnpackOptions.DEFAULTS)
                .as(StepVerifier::create)
                .expectError(NotFoundException.class)
                .verify(SHORT);
        assertThat(directory.resolve("to")).doesNotExist();
        operations()
                .putDirectory(container, directory.resolve("none"), "/tmp", PackOptions.DEFAULTS)
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(ArchiveException.class)
                        .isInstanceOf(DockerException.class)
                        .hasMessageContaining("there is no such directory"))
                .verify(SHORT);
    }
}
