package dev.enclave.benchmarks;

import dev.enclave.benchmarks.measure.BenchContainer;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.ListContainersOptions;
import dev.enclave.docker.containers.RemoveOptions;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Containers that peers have made and that are left when a benchmark fails, or is interrupted. Sandboxes need no such care. */
final class Leftovers {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Leftovers() {}

    /** Removes them when this JVM ends, of whatever but a kill. */
    static void removeAtExit(Target target) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(target), "enclave-bench-leftovers"));
    }

    static void remove(Target target) {
        DockerClient client = target.newClient();
        client.containers()
                .list(ListContainersOptions.ALL.withFilter("name", "^/" + BenchContainer.PREFIX))
                .concatMap(container -> client.containers()
                        .remove(container.id(), RemoveOptions.FORCE)
                        .onErrorComplete())
                .then(Mono.defer(client::close))
                .block(PATIENCE);
    }
}
