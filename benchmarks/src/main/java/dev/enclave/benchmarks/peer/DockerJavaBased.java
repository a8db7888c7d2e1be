package dev.enclave.benchmarks.peer;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A peer with a client of docker-java, which closes with it. */
abstract class DockerJavaBased implements Peer {

    final DockerClient client;

    DockerJavaBased(DockerClient client) {
        this.client = client;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
