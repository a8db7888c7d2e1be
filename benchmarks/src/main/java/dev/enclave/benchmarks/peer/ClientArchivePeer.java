package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Work;
import dev.enclave.docker.archive.PackOptions;
import java.nio.file.Path;

/** Enclave's Docker client: packs while it uploads. */
final class ClientArchivePeer extends ClientBased implements ArchivePeer {

    ClientArchivePeer(Target target) {
        super(target);
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
}
