package dev.enclave.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.benchmarks.measure.BenchContainer;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.ListContainersOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeftoversIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private DockerClient client;

    @BeforeEach
    void open() {
        client = DockerClient.create();
    }

    @AfterEach
    void close() {
        client.close().block(PATIENCE);
    }

    @Test
    void removesContainersOfPeersWhateverTheyDo() {
        Target target = TargetProbe.find(client, "busybox:latest");
        try (BenchContainer idle = BenchContainer.idle(target);
                BenchContainer created = BenchContainer.create(target)) {
            assertThat(names()).contains("/" + idle.name(), "/" + created.name());

            Leftovers.remove(target);

            assertThat(names()).doesNotContain("/" + idle.name(), "/" + created.name());
        }
    }

    private List<String> names() {
        return client.containers()
                .list(ListContainersOptions.ALL)
                .flatMapIterable(container -> container.names())
                .collectList()
                .block(PATIENCE);
    }
}
