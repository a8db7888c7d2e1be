package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.measure.Target;
import dev.enclave.docker.DockerClient;
import java.time.Duration;

/** A peer with a client of Enclave's own, which closes with it. */
abstract class ClientBased implements Peer {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    final DockerClient client;

    ClientBased(Target target) {
        this.client = target.newClient();
    }

    @Override
    public void close() {
        client.close().block(PATIENCE);
    }
}
