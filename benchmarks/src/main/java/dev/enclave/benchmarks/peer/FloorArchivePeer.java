package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.floor.Requests;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Work;
import java.nio.file.Path;

/** The bare socket: uploads an archive that is there already. */
final class FloorArchivePeer extends FloorBased implements ArchivePeer {

    FloorArchivePeer(Target target, Path socket) {
        super(target, socket);
    }

    @Override
    public Work upload(String container, Path directory, Path tar) {
        String path = container(container) + "/archive?path=/";
        return Work.blocking(() -> client.upload(path, tar, OK));
    }

    @Override
    public Work download(String container, String path, long least) {
        byte[] request = Requests.plain("GET", container(container) + "/archive?path=" + path);
        return Work.blocking(() -> client.call(request, OK));
    }
}
