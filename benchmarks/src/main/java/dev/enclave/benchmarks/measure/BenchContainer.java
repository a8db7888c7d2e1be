package dev.enclave.benchmarks.measure;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.LogConfig;
import dev.enclave.docker.containers.RemoveOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/** A container on which something is measured. Closing removes it. */
public final class BenchContainer implements AutoCloseable {

    /** Begins the name of every container that a benchmark makes without Enclave's engine. */
    public static final String PREFIX = "enclave-bench-";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DockerClient client;
    private final String name = newName();

    private BenchContainer(DockerClient client) {
        this.client = client;
    }

    /** {@return a name that no container has} */
    public static String newName() {
        return PREFIX + UUID.randomUUID();
    }

    /**
     * Creates a container that is never started.
     *
     * @param target where
     * @return the container
     */
    public static BenchContainer create(Target target) {
        return make(target, (client, name) -> create(client, name, ContainerConfig.builder(target.image())));
    }

    /**
     * Starts a container that does nothing.
     *
     * @param target where
     * @return the running container
     */
    public static BenchContainer idle(Target target) {
        return start(target, ContainerConfig.builder(target.image()).cmd(List.of("tail", "-f", "/dev/null")));
    }

    /**
     * Starts a container without a network and without logs.
     *
     * @param target where
     * @param config the rest of it
     * @return the running container
     */
    public static BenchContainer start(Target target, ContainerConfig.Builder config) {
        HostConfig host = HostConfig.builder()
                .networkMode("none")
                .logConfig(LogConfig.NONE)
                .build();
        return make(
                target,
                (client, name) -> create(client, name, config.hostConfig(host))
                        .then(client.containers().start(name)));
    }

    private static Mono<?> create(DockerClient client, String name, ContainerConfig.Builder config) {
        return client.containers().create(name, config.build());
    }

    private static BenchContainer make(Target target, BiFunction<DockerClient, String, Mono<?>> steps) {
        BenchContainer container = new BenchContainer(target.newClient());
        try {
            steps.apply(container.client, container.name).block(PATIENCE);
            return container;
        } catch (RuntimeException e) {
            container.close();
            throw e;
        }
    }

    /** {@return its name} */
    public String name() {
        return name;
    }

    @Override
    public void close() {
        client.containers()
                .remove(name, RemoveOptions.FORCE)
                .onErrorComplete()
                .then(client.close())
                .block(PATIENCE);
    }
}
