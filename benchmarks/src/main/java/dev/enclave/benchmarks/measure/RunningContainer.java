package dev.enclave.benchmarks.measure;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.LogConfig;
import dev.enclave.docker.containers.RemoveOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A container that runs while something is measured on it. Closing removes it. */
public final class RunningContainer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DockerClient client;
    private final String name = "enclave-bench-" + UUID.randomUUID();

    private RunningContainer(DockerClient client) {
        this.client = client;
    }

    /**
     * Starts a container that does nothing.
     *
     * @param target where
     * @return the running container
     */
    public static RunningContainer idle(Target target) {
        return start(target, ContainerConfig.builder(target.image()).cmd(List.of("tail", "-f", "/dev/null")));
    }

    /**
     * Starts a container without a network and without logs.
     *
     * @param target where
     * @param config the rest of it
     * @return the running container
     */
    public static RunningContainer start(Target target, ContainerConfig.Builder config) {
        RunningContainer container = new RunningContainer(target.newClient());
        HostConfig host = HostConfig.builder()
                .networkMode("none")
                .logConfig(LogConfig.NONE)
                .build();
        try {
            container
                    .client
                    .containers()
                    .create(container.name, config.hostConfig(host).build())
                    .then(container.client.containers().start(container.name))
                    .block(PATIENCE);
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
