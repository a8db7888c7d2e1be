package dev.enclave.examples;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.ContainerOperations;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.stream.StreamFrame;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class ReadmeDockerClient {
    public static void main(String[] arguments) {
        DockerClient docker = DockerClient.create();
        ContainerOperations containers = docker.containers();
        String image = "busybox:latest";
        ContainerConfig hello = ContainerConfig.of(image, "echo", "hello from a container");
        Flux<StreamFrame> output = Flux.usingWhen(
                docker.images().pullIfMissing(image).then(containers.create(null, hello)),
                created -> containers
                        .start(created.id())
                        .thenMany(containers.logs(created.id(), LogOptions.DEFAULTS.following())),
                created -> containers.remove(created.id(), RemoveOptions.FORCE));
        Flux.usingWhen(Mono.just(docker), open -> output, DockerClient::close)
                .doOnNext(piece -> System.out.print(piece.text()))
                .blockLast();
    }
}
