package dev.enclave.docker;

import dev.enclave.docker.stream.StreamFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What arrived on a stream, put together again by source. */
public final class Output {

    private final Map<StreamFrame.Source, ByteArrayOutputStream> sources = new EnumMap<>(StreamFrame.Source.class);

    private Output() {}

    /** Collects a stream to its end. */
    public static Mono<Output> of(Flux<StreamFrame> frames) {
        return frames.reduceWith(Output::new, Output::add);
    }

    private Output add(StreamFrame frame) {
        sources.computeIfAbsent(frame.source(), source -> new ByteArrayOutputStream())
                .writeBytes(frame.bytes());
        return this;
    }

    /** Returns the bytes of standard output. */
    public byte[] stdout() {
        return bytes(StreamFrame.Source.STDOUT);
    }

    /** Returns the text of standard output. */
    public String out() {
        return text(StreamFrame.Source.STDOUT);
    }

    /** Returns the text of standard error. */
    public String err() {
        return text(StreamFrame.Source.STDERR);
    }

    /** Returns the text of a stream that is not multiplexed. */
    public String raw() {
        return text(StreamFrame.Source.RAW);
    }

    private String text(StreamFrame.Source source) {
        return new String(bytes(source), StandardCharsets.UTF_8);
    }

    private byte[] bytes(StreamFrame.Source source) {
        ByteArrayOutputStream all = sources.get(source);
        return all == null ? new byte[0] : all.toByteArray();
    }
}
