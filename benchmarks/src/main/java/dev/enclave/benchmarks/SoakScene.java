package dev.enclave.benchmarks;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.RemoveOptions;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The containers that the users of a soak share: some that do nothing, one that prints, and an echoing one for each user that attaches. */
final class SoakScene {

    private static final int CONTAINERS_AT_ONCE = 4;

    private final DockerClient docker;
    private final String image;
    private final String prefix = "enclave-soak-" + UUID.randomUUID() + "-";
    private final int idle;
    private final int echoing;

    SoakScene(DockerClient docker, String image, int idle, int echoing) {
        this.docker = docker;
        this.image = image;
        this.idle = idle;
        this.echoing = echoing;
    }

    String idle(int user) {
        return prefix + "idle-" + user % idle;
    }

    String printing() {
        return prefix + "printing";
    }

    String echoing(int user) {
        return prefix + "echoing-" + user;
    }

    Mono<Void> set() {
        return Flux.merge(
                        Flux.range(0, idle).map(i -> start(idle(i), config("tail", "-f", "/dev/null"))),
                        Flux.just(start(printing(), config("sh", "-c", "while :; do echo a line; sleep 0.02; done"))),
                        Flux.range(0, echoing)
                                .map(i -> start(echoing(i), config("cat").openStdin(true))))
                .flatMap(container -> container, CONTAINERS_AT_ONCE)
                .then();
    }

    private ContainerConfig.Builder config(String... command) {
        return ContainerConfig.builder(image)
                .cmd(List.of(command))
                .hostConfig(HostConfig.builder().networkMode("none").build());
    }

    private Mono<Void> start(String name, ContainerConfig.Builder config) {
        return docker.containers()
                .create(name, config.build())
                .then(docker.containers().start(name));
    }

    Mono<Void> clear() {
        return Flux.concat(
                        Flux.range(0, idle).map(this::idle),
                        Flux.just(printing()),
                        Flux.range(0, echoing).map(this::echoing))
                .flatMap(
                        name -> docker.containers()
                                .remove(name, RemoveOptions.FORCE)
                                .onErrorComplete(),
                        CONTAINERS_AT_ONCE)
                .then();
    }
}
