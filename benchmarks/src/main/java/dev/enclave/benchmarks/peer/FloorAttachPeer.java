package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.floor.FloorStream;
import dev.enclave.benchmarks.floor.Requests;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The bare socket, attached. */
final class FloorAttachPeer extends FloorBased implements AttachPeer {

    FloorAttachPeer(Target target, Path socket) {
        super(target, socket);
    }

    @Override
    public Echo attach(String container, byte[] message) {
        try {
            String path = container(container) + "/attach?stream=1&stdin=1&stdout=1&stderr=1";
            return new FloorEcho(client.stream(Requests.upgrade(path, "")), message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class FloorEcho implements Echo {

        private final FloorStream stream;
        private final byte[] message;

        FloorEcho(FloorStream stream, byte[] message) {
            this.stream = stream;
            this.message = message;
        }

        @Override
        public Work roundTrip() {
            return Work.blocking(() -> {
                stream.write(message);
                for (int missing = message.length; missing > 0; ) {
                    int read = stream.read();
                    if (read == FloorStream.END) {
                        throw new IllegalStateException("the program has ended");
                    }
                    missing -= read;
                }
            });
        }

        @Override
        public void close() {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
