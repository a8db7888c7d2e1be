package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Work;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.archive.PackOptions;
import java.nio.file.Path;
import java.time.Duration;

/** Enclave's Docker client: packs while it uploads. */
final class ClientArchivePeer implements ArchivePeer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DockerClient client;

    ClientArchivePeer(Target target) {
        this.client = target.newClient();
    }

    @Override
    public Work upload(String container, Path directory, Path tar) {
        return Work.reactive(client.containers().putDirectory(container, directory, "/", PackOptions.DEFAULTS));
    }

    @Override
    public Work download(String container, String path, long least) {
        return Work.reactive(client.containers()
                .getArchive(container, path)
                .reduce(0L, (sum, piece) -> sum + piece.length)
                .doOnNext(bytes -> Outcomes.requireAtLeast(least, bytes)));
    }

    @Override
    public void close() {
        client.close().block(PATIENCE);
    }
}
