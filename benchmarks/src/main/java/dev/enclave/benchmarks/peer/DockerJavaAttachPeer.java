package dev.enclave.benchmarks.peer;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import dev.enclave.benchmarks.measure.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** docker-java, attached. It has a thread that reads and one that writes. */
final class DockerJavaAttachPeer extends DockerJavaBased implements AttachPeer {

    private static final int CONNECTING_SECONDS = 10;

    DockerJavaAttachPeer(DockerClient client) {
        super(client);
    }

    @Override
    public Echo attach(String container, byte[] message) {
        MessageInput input = new MessageInput();
        Received received = new Received();
        client.attachContainerCmd(container)
                .withStdIn(input)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(received);
        try {
            received.awaitStarted(CONNECTING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new DockerJavaEcho(input, received, message);
    }

    private static final class DockerJavaEcho implements Echo {

        private final MessageInput input;
        private final Received received;
        private final byte[] message;

        DockerJavaEcho(MessageInput input, Received received, byte[] message) {
            this.input = input;
            this.received = received;
            this.message = message;
        }

        @Override
        public Work roundTrip() {
            return Work.blocking(() -> {
                input.send(message);
                received.bytes.acquire(message.length);
            });
        }

        @Override
        public void close() {
            input.close();
            try {
                received.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Received extends ResultCallback.Adapter<Frame> {
        private final Semaphore bytes = new Semaphore(0);

        @Override
        public void onNext(Frame frame) {
            bytes.release(frame.getPayload().length);
        }
    }
}
