package dev.enclave.docker.faults;

import static dev.enclave.docker.faults.Operation.Shape.BYTES;
import static dev.enclave.docker.faults.Operation.Shape.JSON;
import static dev.enclave.docker.faults.Operation.Shape.JSON_STREAM;
import static dev.enclave.docker.faults.Operation.once;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.images.ImageReference;
import dev.enclave.docker.images.PruneImagesOptions;
import dev.enclave.docker.images.RegistryAuth;
import dev.enclave.docker.networks.EndpointConfig;
import dev.enclave.docker.networks.NetworkConfig;
import dev.enclave.docker.networks.PruneNetworksOptions;
import dev.enclave.docker.volumes.PruneVolumesOptions;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import dev.enclave.testing.TinyTar;
import java.util.List;
import reactor.core.publisher.Mono;

/** Operations that change images, networks and volumes. */
final class ObjectChanges {

    /** The name is part of the path, by which the answer is found again. */
    private final ImageReference nowhere = ImageReference.of("127.0.0.1:1/" + TestRun.name("pushed") + ":1");

    private final String networked;

    ObjectChanges(TestContainers containers) {
        // One without a network cannot be connected to another one.
        this.networked = containers.create(
                TestContainers.config("true").hostConfig(HostConfig.builder().build()));
    }

    List<Operation> all() {
        String mark = TestRun.name("mark");
        PruneImagesOptions noImages = PruneImagesOptions.DANGLING.withFilter("label", mark);
        PruneNetworksOptions noNetworks = PruneNetworksOptions.ALL.withFilter("label", mark);
        PruneVolumesOptions noVolumes = PruneVolumesOptions.ALL.withFilter("label", mark);
        return List.of(
                once("tag and save", BYTES, ObjectChanges::tagAndSave),
                once("push to nowhere", JSON_STREAM, this::pushToNowhere),
                once("connect and disconnect", JSON, this::connectAndDisconnect),
                once("prune images", JSON, client -> client.images().prune(noImages)),
                once("prune networks", JSON, client -> client.networks().prune(noNetworks)),
                once("prune volumes", JSON, client -> client.volumes().prune(noVolumes)));
    }

    private static Mono<?> tagAndSave(DockerClient client) {
        byte[] files = new TinyTar().file("file", "content").bytes();
        ImageReference tag = ImageReference.of(TestRun.name("saved") + ":2");
        return client.images()
                .importFileSystem(ImageReference.of(TestRun.name("saved") + ":1"), Mono.just(files))
                .flatMap(image -> client.images()
                        .tag(image, tag)
                        .then(Operation.joinedBytes(client.images().save(List.of(tag.toString()))))
                        .flatMap(content -> client.images().remove(image, true).thenReturn(content)));
    }

    private Mono<?> pushToNowhere(DockerClient client) {
        Mono<Void> untag = client.images().remove(nowhere.toString(), false);
        Mono<?> push = client.images().push(nowhere, RegistryAuth.ANONYMOUS).collectList();
        return client.images()
                .tag(TestImages.BUSYBOX, nowhere)
                .then(push.onErrorResume(error -> untag.then(Mono.error(error))));
    }

    private Mono<String> connectAndDisconnect(DockerClient client) {
        NetworkConfig config = NetworkConfig.builder(TestRun.name("network"))
                .labels(TestRun.labels())
                .build();
        return client.networks()
                .create(config)
                .flatMap(made -> client.networks()
                        .connect(made.id(), networked, EndpointConfig.DEFAULTS)
                        .then(client.networks().disconnect(made.id(), networked, true))
                        .then(client.networks().remove(made.id()))
                        .thenReturn(made.id()));
    }
}
