package dev.enclave.engine.internal.agent;

import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;

/** The agent's end of a stream, played by the test. */
final class ScriptedAgent implements DuplexStream {

    final TestPublisher<StreamFrame> output = TestPublisher.create();
    private final List<byte[]> received = new CopyOnWriteArrayList<>();
    private volatile boolean disposed;

    void say(AgentBytes frames) {
        output.next(new StreamFrame(StreamFrame.Source.STDOUT, frames.toBytes()));
    }

    void complain(String text) {
        output.next(new StreamFrame(StreamFrame.Source.STDERR, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The frames that came, as {@code type:id:payload}, type and payload in hexadecimal; forgets them. */
    List<String> takeReceived() {
        List<String> frames = new ArrayList<>();
        for (byte[] bytes : received) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                byte[] payload = new byte[buffer.getInt()];
                String type = HexFormat.of().toHexDigits(buffer.get());
                int id = buffer.getInt();
                buffer.get(payload);
                frames.add(type + ":" + id + ":" + HexFormat.of().formatHex(payload));
            }
        }
        received.clear();
        return frames;
    }

    @Override
    public Flux<StreamFrame> output() {
        return output.flux();
    }

    @Override
    public Mono<Void> write(Publisher<byte[]> chunks) {
        return Flux.from(chunks).doOnNext(received::add).then();
    }

    @Override
    public Mono<Void> endInput() {
        return Mono.empty();
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(this::dispose);
    }

    @Override
    public void dispose() {
        disposed = true;
    }

    @Override
    public boolean isDisposed() {
        return disposed;
    }
}
