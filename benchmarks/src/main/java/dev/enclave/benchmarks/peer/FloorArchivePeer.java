package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.floor.FloorClient;
import dev.enclave.benchmarks.floor.Requests;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The bare socket: uploads an archive that is there already. */
final class FloorArchivePeer implements ArchivePeer {

    private static final int OK = 200;

    private final FloorClient client;
    private final String prefix;

    FloorArchivePeer(Target target, Path socket) {
        this.client = new FloorClient(socket);
        this.prefix = "/v" + target.api() + "/containers/";
    }

    @Override
    public Work upload(String container, Path directory, Path tar) {
        String path = prefix + container + "/archive?path=/";
        return Work.blocking(() -> client.upload(path, tar, OK));
    }

    @Override
    public Work download(String container, String path, long least) {
        byte[] request = Requests.plain("GET", prefix + container + "/archive?path=" + path);
        return Work.blocking(() -> client.call(request, OK));
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
