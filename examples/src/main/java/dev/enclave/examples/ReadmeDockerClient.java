package dev.enclave.examples;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.archive.PackOptions;
import dev.enclave.docker.archive.UnpackOptions;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.ContainerCreated;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.images.ImageReference;
import dev.enclave.docker.stream.StreamFrame;
import java.nio.file.Path;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class ReadmeDockerClient {
    public static void main(String[] arguments) {
        Flux.usingWhen(
                        Mono.fromSupplier(DockerClient::create),
                        docker -> run(docker, "busybox:latest", "echo", "hello from a container"),
                        DockerClient::close)
                .doOnNext(piece -> System.out.print(piece.text()))
                .blockLast();
    }

    /** Pulls the image if it is missing, creates, starts, follows the output to its end, and removes, whatever happens. */
    static Flux<StreamFrame> run(DockerClient docker, String image, String... command) {
        ContainerConfig config =
                ContainerConfig.builder(image).cmd(List.of(command)).build();
        Mono<Void> pull = docker.images().pull(ImageReference.of(image), null).then();
        Mono<Void> ready = docker.images().inspect(image).then().onErrorResume(NotFoundException.class, e -> pull);
        return Flux.usingWhen(
                ready.then(docker.containers().create(null, config)).map(ContainerCreated::id),
                id -> docker.containers()
                        .start(id)
                        .thenMany(docker.containers().logs(id, LogOptions.DEFAULTS.following())),
                id -> docker.containers().remove(id, RemoveOptions.FORCE));
    }

    /** Brings a directory into a container, which may not have been started yet, and another one out of it. */
    static Mono<Void> exchange(DockerClient docker, String container, Path inputs, Path results) {
        return docker.containers()
                .putDirectory(container, inputs, "/tmp", PackOptions.DEFAULTS.withPrefix("inputs"))
                .then(docker.containers().getDirectory(container, "/tmp/inputs", results, UnpackOptions.DEFAULTS))
                .then();
    }
}
