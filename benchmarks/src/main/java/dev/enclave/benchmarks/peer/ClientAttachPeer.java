package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Work;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Enclave's Docker client, attached. */
final class ClientAttachPeer extends ClientBased implements AttachPeer {

    ClientAttachPeer(Target target) {
        super(target);
    }

    @Override
    public Echo attach(String container, byte[] message) {
        return new ClientEcho(
                client.containers()
                        .attach(container, AttachOptions.ALL)
                        .blockOptional(PATIENCE)
                        .orElseThrow(),
                message);
    }

    private static final class ClientEcho implements Echo {

        private final DuplexStream stream;
        private final byte[] message;
        private final AtomicReference<@Nullable MonoSink<Void>> waiting = new AtomicReference<>();
        private final Disposable reading;

        /** Used by the stream's thread only. */
        private int missing;

        ClientEcho(DuplexStream stream, byte[] message) {
            this.stream = stream;
            this.message = message;
            this.missing = message.length;
            this.reading = stream.output().subscribe(this::onOutput);
        }

        private void onOutput(StreamFrame frame) {
            missing -= frame.bytes().length;
            if (missing == 0) {
                missing = message.length;
                MonoSink<Void> sink = waiting.getAndSet(null);
                if (sink != null) {
                    sink.success();
                }
            }
        }

        @Override
        public Work roundTrip() {
            Mono<byte[]> chunk = Mono.just(message);
            Mono<Void> answer = Mono.create(waiting::set);
            return Work.reactive(Mono.when(answer, stream.write(chunk)));
        }

        @Override
        public void close() {
            reading.dispose();
            stream.dispose();
        }
    }
}
