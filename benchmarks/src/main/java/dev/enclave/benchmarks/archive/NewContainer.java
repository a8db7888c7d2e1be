package dev.enclave.benchmarks.archive;

import dev.enclave.benchmarks.measure.Target;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.RemoveOptions;
import java.time.Duration;
import java.util.UUID;

/** A container that is never started. Closing removes it. */
final class NewContainer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DockerClient client;
    private final String name = "enclave-bench-" + UUID.randomUUID();

    private NewContainer(DockerClient client) {
        this.client = client;
    }

    static NewContainer create(Target target) {
        NewContainer container = new NewContainer(target.newClient());
        try {
            container
                    .client
                    .containers()
                    .create(
                            container.name,
                            ContainerConfig.builder(target.image()).build())
                    .block(PATIENCE);
            return container;
        } catch (RuntimeException e) {
            container.close();
            throw e;
        }
    }

    String name() {
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
