package dev.enclave.docker.internal.stream;

import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamListener;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;

/** Accepts one connection and stops listening; one that comes at the same moment is closed. */
public final class SingleConnectionListener implements StreamListener {

    private static final String OPERATION = "read from a container's own connection";
    private static final int WAITING_CONNECTIONS = 1;

    private final Sinks.One<DuplexStream> accepted = Sinks.one();
    private final AtomicReference<@Nullable Channel> connection = new AtomicReference<>();
    private final Consumer<Channel> channels;
    private volatile boolean disposed;
    private @Nullable Channel server;

    private SingleConnectionListener(Consumer<Channel> channels) {
        this.channels = channels;
    }

    /**
     * Listens.
     *
     * @param bootstrap with event loop group and channel class set
     * @param address the socket's, whose file must not be there yet
     * @param channels is told of every channel that is opened
     * @return the listener, once it listens
     */
    public static Mono<StreamListener> listen(
            ServerBootstrap bootstrap, SocketAddress address, Consumer<Channel> channels) {
        return Mono.create(sink -> new SingleConnectionListener(channels).bind(bootstrap, address, sink));
    }

    private void bind(ServerBootstrap bootstrap, SocketAddress address, MonoSink<StreamListener> sink) {
        ChannelFuture binding = StreamChannels.configure(bootstrap)
                .option(ChannelOption.SO_BACKLOG, WAITING_CONNECTIONS)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(address);
        server = binding.channel();
        channels.accept(server);
        sink.onCancel(this);
        binding.addListener(bound -> {
            Throwable cause = bound.cause();
            if (cause == null) {
                sink.success(this);
            } else {
                sink.error(cause);
            }
        });
    }

    private void accept(Channel channel) {
        channels.accept(channel);
        channel.parent().close();
        InboundFrames frames = new InboundFrames(OPERATION, false, channel);
        channel.pipeline().addLast(new OrderlyEndHandler(), new RawFrameDecoder(), frames);
        boolean first = connection.compareAndSet(null, channel);
        if (!first || disposed) {
            channel.close();
            return;
        }
        // Refused when it is disposed of just now, which then may not have seen the connection.
        if (accepted.tryEmitValue(new NettyDuplexStream(OPERATION, channel, frames.flux(), true))
                .isFailure()) {
            channel.close();
        }
    }

    @Override
    public Mono<DuplexStream> accepted() {
        return accepted.asMono();
    }

    @Override
    public void dispose() {
        disposed = true;
        accepted.tryEmitEmpty();
        close(server);
        close(connection.get());
    }

    private static void close(@Nullable Channel channel) {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public boolean isDisposed() {
        return disposed;
    }
}
