package dev.enclave.examples;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.ListContainersOptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class ReadmeDockerClient {
    public static void main(String[] arguments) {
        Flux.usingWhen(
                        Mono.fromSupplier(DockerClient::create), // finds the engine as the docker command does
                        ReadmeDockerClient::describe,
                        DockerClient::close)
                .doOnNext(System.out::println)
                .blockLast();
    }

    private static Flux<String> describe(DockerClient docker) {
        Mono<String> version = docker.system().version().map(engine -> "Docker Engine " + engine.version());
        Flux<String> containers = docker.containers()
                .list(ListContainersOptions.ALL)
                .map(container -> container.names() + " " + container.status());
        return version.concatWith(containers);
    }
}
