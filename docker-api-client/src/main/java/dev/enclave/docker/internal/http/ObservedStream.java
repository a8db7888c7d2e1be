package dev.enclave.docker.internal.http;

import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A stream whose end is the end of its exchange. */
final class ObservedStream implements DuplexStream {

    private final DuplexStream stream;
    private final Exchanges.Exchange exchange;

    ObservedStream(DuplexStream stream, Exchanges.Exchange exchange) {
        this.stream = stream;
        this.exchange = exchange;
    }

    @Override
    public Flux<StreamFrame> output() {
        return stream.output()
                .doOnComplete(exchange::complete)
                .doOnError(exchange::fail)
                .doOnCancel(exchange::cancel);
    }

    @Override
    public Mono<Void> write(Publisher<byte[]> chunks) {
        return stream.write(chunks);
    }

    @Override
    public Mono<Void> endInput() {
        return stream.endInput();
    }

    @Override
    public Mono<Void> close() {
        return stream.close().doOnSubscribe(closing -> exchange.cancel());
    }

    @Override
    public void dispose() {
        exchange.cancel();
        stream.dispose();
    }

    @Override
    public boolean isDisposed() {
        return stream.isDisposed();
    }
}
