package dev.enclave.docker.faults;

import static dev.enclave.docker.faults.Operation.Shape.BYTES;
import static dev.enclave.docker.faults.Operation.Shape.COMMAND;
import static dev.enclave.docker.faults.Operation.Shape.JSON;
import static dev.enclave.docker.faults.Operation.once;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.archive.PackOptions;
import dev.enclave.docker.archive.UnpackOptions;
import dev.enclave.docker.containers.CommitOptions;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.PruneContainersOptions;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.containers.UpdateConfig;
import dev.enclave.docker.images.ImageReference;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestRun;
import dev.enclave.testing.TinyTar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Operations that change containers, and bring them here and back. */
final class ContainerChanges {

    private static final Path FILES = Path.of("src", "test", "resources");

    private final TestContainers containers;
    private final String running;
    private final String created;
    private final String otherName;
    private final Path directory;
    private final AtomicInteger unpacked = new AtomicInteger();

    ContainerChanges(TestContainers containers, String running, Path directory) {
        this.containers = containers;
        this.running = running;
        this.created = containers.create(TestContainers.config("true"));
        this.otherName = containers.name();
        this.directory = directory;
    }

    List<Operation> all() {
        UpdateConfig fewer = UpdateConfig.builder().pidsLimit(500L).build();
        PruneContainersOptions nothing = PruneContainersOptions.ALL.withFilter("label", TestRun.name("mark"));
        return List.of(
                once("restart", COMMAND, client -> client.containers().restart(running, Duration.ZERO)),
                once(
                        "pause and unpause",
                        COMMAND,
                        client -> client.containers()
                                .pause(running)
                                .then(client.containers().unpause(running))),
                once("resize", COMMAND, client -> client.containers().resize(running, 33, 111)),
                once("update", JSON, client -> client.containers().update(running, fewer)),
                once(
                        "rename there and back",
                        COMMAND,
                        client -> client.containers()
                                .rename(created, otherName)
                                .then(client.containers().rename(otherName, created))),
                once("prune containers", JSON, client -> client.containers().prune(nothing)),
                once("commit", JSON, this::commit),
                once("export", BYTES, this::export),
                once("directory there and back", BYTES, this::putAndGetDirectory));
    }

    private Mono<String> commit(DockerClient client) {
        return client.containers()
                .commit(created, CommitOptions.of(TestRun.name("committed"), "1"))
                .flatMap(image -> client.images().remove(image, true).thenReturn(image));
    }

    /** Of an image with next to nothing in it. */
    private Mono<?> export(DockerClient client) {
        byte[] files = new TinyTar().file("file", "content").bytes();
        return client.images()
                .importFileSystem(ImageReference.of(TestRun.name("exported") + ":1"), Mono.just(files))
                .flatMap(image -> exportOf(client, image)
                        .flatMap(content -> client.images().remove(image, true).thenReturn(content)));
    }

    private Mono<?> exportOf(DockerClient client, String image) {
        ContainerConfig config = ContainerConfig.builder(image)
                .cmd(List.of("none"))
                .labels(TestRun.labels())
                .build();
        return client.containers()
                .create(containers.name(), config)
                .flatMap(made -> Operation.joinedBytes(client.containers().export(made.id()))
                        .flatMap(content -> client.containers()
                                .remove(made.id(), RemoveOptions.FORCE)
                                .thenReturn(content)));
    }

    private Mono<?> putAndGetDirectory(DockerClient client) {
        Path target = directory.resolve("unpacked" + unpacked.incrementAndGet());
        return client.containers()
                .putDirectory(created, FILES, "/", PackOptions.DEFAULTS.withPrefix("files"))
                .then(client.containers().getDirectory(created, "/files", target, UnpackOptions.DEFAULTS));
    }
}
