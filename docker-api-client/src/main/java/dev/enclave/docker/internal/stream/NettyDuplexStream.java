package dev.enclave.docker.internal.stream;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.util.Objects;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** A long-lived connection over one Netty channel. */
final class NettyDuplexStream implements DuplexStream {

    private final String operation;
    private final Channel channel;
    private final Flux<StreamFrame> output;
    private final boolean canHalfClose;

    NettyDuplexStream(String operation, Channel channel, Flux<StreamFrame> output, boolean canHalfClose) {
        this.operation = operation;
        this.channel = channel;
        this.output = output;
        this.canHalfClose = canHalfClose;
    }

    @Override
    public Flux<StreamFrame> output() {
        return output;
    }

    @Override
    public Mono<Void> write(Publisher<byte[]> chunks) {
        Objects.requireNonNull(chunks, "chunks");
        return Flux.from(chunks).concatMap(this::writeChunk, 0).then();
    }

    private Mono<Void> writeChunk(byte[] chunk) {
        return completionOf(() -> channel.writeAndFlush(Unpooled.wrappedBuffer(chunk)))
                .onErrorMap(e -> new ConnectionLostException(operation, "the other side no longer reads", true, e));
    }

    @Override
    public Mono<Void> endInput() {
        if (!canHalfClose) {
            return Mono.empty();
        }
        return completionOf(this::shutdownOutput)
                .onErrorComplete(this::isOfAConnectionThatHasGone)
                .onErrorMap(e -> new DockerProtocolException(operation, "the input cannot be ended: " + e, e));
    }

    /** TLS has a message for the end of one direction; an end of the TCP stream without it would be an attack. */
    private ChannelFuture shutdownOutput() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null ? ((DuplexChannel) channel).shutdownOutput() : tls.closeOutbound();
    }

    /** Such a connection has no input left to end. Anything else would leave the other side waiting for an end that never comes. */
    private boolean isOfAConnectionThatHasGone(Throwable error) {
        // Netty says "not yet connected" of a socket that is not connected any more.
        return !channel.isOpen() || error instanceof IOException || error instanceof NotYetConnectedException;
    }

    @Override
    public Mono<Void> close() {
        return completionOf(channel::close).onErrorComplete();
    }

    @Override
    public void dispose() {
        channel.close();
    }

    @Override
    public boolean isDisposed() {
        return !channel.isOpen();
    }

    private static Mono<Void> completionOf(Supplier<ChannelFuture> action) {
        return Mono.create(sink -> action.get().addListener(future -> signal(sink, future.cause())));
    }

    @SuppressWarnings("NullAway") // Netty's cause() is null on success, which is what is asked here
    private static void signal(MonoSink<Void> sink, Throwable cause) {
        if (cause == null) {
            sink.success();
        } else {
            sink.error(cause);
        }
    }
}
