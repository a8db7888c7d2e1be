package dev.enclave.docker.internal.stream;

import dev.enclave.docker.stream.DuplexStream;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Opens long-lived connections, each on a channel of its own outside the pool of short requests.
 *
 * <p>Pipeline: TLS, where there is any → {@code HttpClientCodec} (leaves when hijacked) → {@link StreamHeadHandler} → frame decoder (added when the head has told
 * which) → {@link InboundFrames}.
 */
public final class StreamConnector {

    private static final int MAX_HEAD_LINE = 8 * 1024;
    private static final int MAX_HEAD = 64 * 1024;

    private final Bootstrap bootstrap;
    private final Consumer<ChannelPipeline> front;
    private final BiFunction<String, Throwable, Throwable> errors;

    /**
     * Creates a connector.
     *
     * @param bootstrap with event loop group, channel class and connect timeout set
     * @param front adds what stands between the socket and HTTP, such as TLS
     * @param errors makes the typed error of a failed opening from the operation and the cause
     */
    public StreamConnector(
            Bootstrap bootstrap, Consumer<ChannelPipeline> front, BiFunction<String, Throwable, Throwable> errors) {
        this.bootstrap = StreamChannels.configure(bootstrap);
        this.front = front;
        this.errors = errors;
    }

    /**
     * Opens a stream.
     *
     * @param address where to connect, resolved
     * @param request what to ask
     * @return the open stream, emitted on the channel's event loop. Cancelling before closes the connection
     */
    public Mono<DuplexStream> open(SocketAddress address, StreamRequest request) {
        return Mono.create(sink -> connect(address, request, sink));
    }

    private void connect(SocketAddress address, StreamRequest request, MonoSink<DuplexStream> sink) {
        Opening opening = new Opening(request, sink, errors);
        ChannelFuture connecting =
                bootstrap.clone().handler(initializer(request, opening)).connect(address);
        sink.onCancel(() -> {
            opening.abandon();
            // Closing is idempotent, and right also when the connect or the request is still under way.
            connecting.channel().close();
        });
        connecting.addListener(connected -> {
            Throwable cause = connected.cause();
            if (cause != null) {
                opening.fail(cause);
            }
        });
    }

    private ChannelInitializer<Channel> initializer(StreamRequest request, Opening opening) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                front.accept(channel.pipeline());
                channel.pipeline()
                        .addLast(new HttpClientCodec(MAX_HEAD_LINE, MAX_HEAD, StreamChannels.READ_SIZE))
                        .addLast(new StreamHeadHandler(request, opening))
                        .addLast(new InboundFrames(request.operation(), request.readOnly(), channel));
            }
        };
    }

    /** Settled once: by success, failure, or because nobody waits any more (a late error must not end in Reactor's dropped-error hook). */
    private static final class Opening implements StreamOpening {
        private final StreamRequest request;
        private final MonoSink<DuplexStream> sink;
        private final BiFunction<String, Throwable, Throwable> errors;
        private final AtomicBoolean settled = new AtomicBoolean();
        private @Nullable DuplexStream opened;

        Opening(StreamRequest request, MonoSink<DuplexStream> sink, BiFunction<String, Throwable, Throwable> errors) {
            this.request = request;
            this.sink = sink;
            this.errors = errors;
        }

        void abandon() {
            settled.set(true);
        }

        @Override
        public void prepare(ChannelHandlerContext ctx, Framing framing) {
            boolean multiplexed = framing == Framing.MULTIPLEXED;
            ctx.pipeline()
                    .addAfter(
                            ctx.name(), "frames", multiplexed ? new MultiplexedFrameDecoder() : new RawFrameDecoder());
            if (request.idleTimeout() != null) {
                ctx.pipeline()
                        .addAfter(ctx.name(), "idle", new IdleHandler(request.operation(), request.idleTimeout()));
            }
            opened = new NettyDuplexStream(
                    request.operation(),
                    ctx.channel(),
                    ctx.pipeline().get(InboundFrames.class).flux(),
                    request.hijack() && multiplexed);
        }

        @Override
        public void succeed() {
            if (settled.compareAndSet(false, true)) {
                sink.success(opened);
            }
        }

        @Override
        public void fail(Throwable error) {
            if (settled.compareAndSet(false, true)) {
                sink.error(errors.apply(request.operation(), error));
            }
        }
    }
}
