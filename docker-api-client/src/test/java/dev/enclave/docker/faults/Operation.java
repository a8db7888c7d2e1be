package dev.enclave.docker.faults;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.stream.StreamFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Something that a client can do, whose value can be compared.
 *
 * @param name names it in failures
 * @param shape how it talks to the engine
 * @param stable whether it may be repeated on a real engine and then has the same value
 * @param run does it
 */
record Operation(String name, Shape shape, boolean stable, Function<DockerClient, Mono<?>> run) {

    enum Shape {
        /** Short, and its answers are read as JSON. */
        JSON,
        /** Short, with an answer whose body does not matter. */
        COMMAND,
        /** The answer is a stream of JSON objects. */
        JSON_STREAM,
        /** The answer is a stream of bytes. */
        BYTES,
        /** The connection becomes a stream, whose end is the end of the connection. */
        HIJACKED;

        boolean isJson() {
            return this == JSON || this == JSON_STREAM;
        }
    }

    static Operation once(String name, Shape shape, Function<DockerClient, Publisher<?>> run) {
        return new Operation(name, shape, false, client -> collected(run.apply(client)));
    }

    static Operation stable(String name, Shape shape, Function<DockerClient, Publisher<?>> run) {
        return new Operation(name, shape, true, client -> collected(run.apply(client)));
    }

    private static Mono<?> collected(Publisher<?> publisher) {
        return publisher instanceof Mono<?> mono ? mono : Flux.from(publisher).collectList();
    }

    /** The bytes of each source, whatever the frames. */
    static Mono<Map<StreamFrame.Source, ByteBuffer>> joined(Flux<StreamFrame> frames) {
        return frames.collect(
                        () -> new EnumMap<StreamFrame.Source, ByteArrayOutputStream>(StreamFrame.Source.class),
                        (all, frame) -> all.computeIfAbsent(frame.source(), source -> new ByteArrayOutputStream())
                                .writeBytes(frame.bytes()))
                .map(Operation::toBuffers);
    }

    private static Map<StreamFrame.Source, ByteBuffer> toBuffers(Map<StreamFrame.Source, ByteArrayOutputStream> all) {
        Map<StreamFrame.Source, ByteBuffer> buffers = new EnumMap<>(StreamFrame.Source.class);
        all.forEach((source, bytes) -> buffers.put(source, ByteBuffer.wrap(bytes.toByteArray())));
        return buffers;
    }

    /** All bytes as one value. */
    static Mono<ByteBuffer> joinedBytes(Flux<byte[]> pieces) {
        return pieces.reduceWith(ByteArrayOutputStream::new, (all, piece) -> {
                    all.writeBytes(piece);
                    return all;
                })
                .map(all -> ByteBuffer.wrap(all.toByteArray()));
    }

    @Override
    public String toString() {
        return name;
    }
}
