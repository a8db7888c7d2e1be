package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.floor.FloorClient;
import dev.enclave.benchmarks.measure.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A peer with a bare socket, which closes with it. */
abstract class FloorBased implements Peer {

    static final int OK = 200;

    final FloorClient client;

    /** Of the paths of requests. */
    final String prefix;

    FloorBased(Target target, Path socket) {
        this.client = new FloorClient(socket);
        this.prefix = "/v" + target.api();
    }

    /** {@return the path of requests about a container} */
    final String container(String name) {
        return prefix + "/containers/" + name;
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
