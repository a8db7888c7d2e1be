package dev.enclave.docker.internal.http;

import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.internal.ssh.SshDialer;
import dev.enclave.docker.internal.ssh.SshSilence;
import dev.enclave.docker.internal.stream.SingleConnectionListener;
import dev.enclave.docker.internal.stream.StreamConnector;
import dev.enclave.docker.internal.tls.TlsContexts;
import dev.enclave.docker.stream.StreamListener;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.PoolOptions;
import dev.enclave.docker.transport.ResolvedEndpoint;
import dev.enclave.docker.transport.TimeoutOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.channel.unix.ServerDomainSocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.FutureMono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * The connections to one engine: a bounded pool for short requests, one connection each for uploads and for streams, all on one
 * event-loop group.
 */
final class EngineConnections {

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration CLOSE_NOTIFY_PATIENCE = Duration.ofMillis(500);

    private final ConnectionErrors errors;
    private final DockerEndpoint endpoint;
    private final boolean nativeSockets;
    private final @Nullable SslContext tls;
    private final @Nullable SshDialer ssh;
    private final LoopResources loops;

    /** All that are open; one that is opened after closing is closed at once. */
    private final ChannelGroup open = new DefaultChannelGroup("enclave", GlobalEventExecutor.INSTANCE, true);

    private final ConnectionProvider pool;
    /** Where the engine is, unless its name has to be looked up each time. */
    private final @Nullable SocketAddress fixed;

    private final HttpClient pooled;
    private final HttpClient dedicated;
    private final StreamConnector streams;

    private EngineConnections(ResolvedEndpoint resolved, DockerClientOptions options, @Nullable SslContext tls) {
        TimeoutOptions timeouts = options.timeouts();
        PoolOptions pooling = options.pool();
        this.endpoint = resolved.endpoint();
        this.tls = tls;
        this.errors = new ConnectionErrors(resolved, timeouts, pooling.acquireTimeout());
        this.loops = LoopResources.create("enclave", options.eventLoopThreads(), true);
        this.nativeSockets = Sockets.areNative(options.socketKind(), loops);
        this.ssh = endpoint instanceof DockerEndpoint.Ssh target
                ? SshDialer.create(target, options.ssh(), timeouts.connect(), nativeSockets)
                : null;
        LoopTimers timers = new LoopTimers(loops.onClient(nativeSockets));
        this.pool = ConnectionProvider.builder("enclave")
                .maxConnections(pooling.maxConnections())
                .pendingAcquireMaxCount(pooling.maxPending())
                .pendingAcquireTimeout(pooling.acquireTimeout())
                // Its own timers are another thread's, which each request that has to wait would wake.
                .pendingAcquireTimer(timers::schedule)
                .maxIdleTime(pooling.maxIdle())
                // Without this a connection is found to be idle for too long only when somebody asks for one.
                .evictInBackground(pooling.maxIdle(), timers.scheduler())
                .build();
        this.fixed = fixedAddress();
        this.pooled = toFixed(http(pool, timeouts));
        // An engine may answer, and stop to read, before it has the whole body: the failed write must not cut off the
        // answer.
        this.dedicated = http(ConnectionProvider.newConnection(), timeouts).option(ChannelOption.AUTO_CLOSE, false);
        this.streams = new StreamConnector(
                bootstrap(timeouts),
                pipeline -> {
                    open.add(pipeline.channel());
                    KeepAlive.set(pipeline.channel());
                    addFront(pipeline, timeouts.connect());
                },
                errors::unreachable);
    }

    /** Makes the connections to an endpoint, none of which is open yet; signals {@code TlsException} for certificates that cannot be used. */
    static Mono<EngineConnections> create(ResolvedEndpoint resolved, DockerClientOptions options) {
        Mono<EngineConnections> made =
                TlsContexts.load(resolved).map(tls -> new EngineConnections(resolved, options, tls.orElse(null)));
        return resolved.endpoint() instanceof DockerEndpoint.Ssh ? made.subscribeOn(Schedulers.boundedElastic()) : made;
    }

    ConnectionErrors errors() {
        return errors;
    }

    /** Signals the error again, with what ssh had to say where it is the reason. */
    <T> Mono<T> explained(Throwable error) {
        return SshSilence.in(error)
                .map(silence -> silence.lastWords().<T>flatMap(words -> Mono.error(errors.brokenOff(error, words))))
                .orElseGet(() -> Mono.error(error));
    }

    /** For short requests. The same client for all, if it can be: each step of making another one copies its whole configuration. */
    HttpClient pooled(SocketAddress address) {
        return address.equals(fixed) ? pooled : pooled.remoteAddress(() -> address);
    }

    /** For uploads: a connection each. */
    HttpClient dedicated(SocketAddress address) {
        return dedicated.remoteAddress(() -> address);
    }

    StreamConnector streams() {
        return streams;
    }

    /** The address to connect to for an operation; names are looked up off the event loop, at each subscription. */
    Mono<SocketAddress> address(String operation) {
        if (endpoint instanceof DockerEndpoint.Tcp tcp) {
            return Mono.fromCallable(() -> new InetSocketAddress(InetAddress.getByName(tcp.host()), tcp.port()))
                    .subscribeOn(Schedulers.boundedElastic())
                    .cast(SocketAddress.class)
                    .onErrorMap(e -> errors.unreachable(operation, e));
        }
        return Mono.justOrEmpty(fixed);
    }

    private HttpClient toFixed(HttpClient client) {
        SocketAddress address = fixed;
        return address == null ? client : client.remoteAddress(() -> address);
    }

    private @Nullable SocketAddress fixedAddress() {
        if (ssh != null) {
            return ssh.address();
        }
        if (endpoint instanceof DockerEndpoint.Unix unix) {
            return addressOf(unix.socket());
        }
        return null;
    }

    /** Each transport accepts only its own class of address. */
    private SocketAddress addressOf(Path socket) {
        return nativeSockets ? new DomainSocketAddress(socket.toString()) : UnixDomainSocketAddress.of(socket);
    }

    private HttpClient http(ConnectionProvider provider, TimeoutOptions timeouts) {
        HttpClient client = HttpClient.create(provider)
                .runOn(loops, nativeSockets)
                .disableRetry(true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(timeouts.connect()))
                .doOnRequest(Sending::on)
                .headers(headers -> headers.set("Host", "docker"));
        HttpClient secured = tls == null
                ? client
                : client.secure(spec -> spec.sslContext(tls).handshakeTimeout(timeouts.connect()));
        return secured.doOnChannelInit((observer, channel, address) -> {
            open.add(channel);
            KeepAlive.set(channel);
            channel.pipeline()
                    .addAfter(NettyPipeline.HttpCodec, "enclave.heap", HeapContent.INSTANCE)
                    .addAfter(NettyPipeline.HttpCodec, "enclave.answer", new AnswerTimeout());
            if (!nativeSockets) {
                forceHttp11(channel);
            }
            if (ssh != null) {
                channel.pipeline().addFirst("enclave.ssh", ssh.newHandler());
            }
        });
    }

    /** reactor-netty 1.3 takes an NIO Unix socket for HTTP/3 and writes that into the request line. */
    private static void forceHttp11(Channel channel) {
        channel.pipeline().addAfter(NettyPipeline.HttpCodec, "enclave.http11", new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                if (message instanceof HttpRequest request) {
                    request.setProtocolVersion(HttpVersion.HTTP_1_1);
                }
                ctx.write(message, promise);
            }
        });
    }

    /** What is between the socket and HTTP. */
    private void addFront(ChannelPipeline pipeline, Duration handshakeTimeout) {
        if (ssh != null) {
            pipeline.addLast(ssh.newHandler());
        }
        if (tls != null && endpoint instanceof DockerEndpoint.Tcp tcp) {
            SslHandler handler = tls.newHandler(pipeline.channel().alloc(), tcp.host(), tcp.port());
            handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
            // So that closing a stream that nobody reads does not take long.
            handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_PATIENCE.toMillis());
            pipeline.addLast(handler);
        }
    }

    private Bootstrap bootstrap(TimeoutOptions timeouts) {
        EventLoopGroup group = loops.onClient(nativeSockets);
        return new Bootstrap()
                .group(group)
                .channelFactory(() -> newChannel(group))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(timeouts.connect()))
                // Addresses arrive resolved.
                .disableResolver();
    }

    /** Listens on a Unix socket of this process, on the same event loops. */
    Mono<StreamListener> listen(Path socket) {
        EventLoopGroup group = loops.onClient(nativeSockets);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channelFactory(() -> nativeSockets
                        ? loops.onChannel(ServerDomainSocketChannel.class, group)
                        : new NioServerDomainSocketChannel());
        return SingleConnectionListener.listen(bootstrap, addressOf(socket), open::add);
    }

    private Channel newChannel(EventLoopGroup group) {
        if (endpoint instanceof DockerEndpoint.Tcp) {
            return loops.onChannel(SocketChannel.class, group);
        }
        return nativeSockets ? loops.onChannel(DomainSocketChannel.class, group) : new NioDomainSocketChannel();
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    /** Closes every connection and ends the event loops. */
    Mono<Void> close() {
        // The children first: their ends are still seen by the event loops.
        Mono<Void> ended =
                ssh == null ? pool.disposeLater() : pool.disposeLater().then(ssh.close());
        return ended.then(closeOpen()).then(loops.disposeLater(Duration.ZERO, SHUTDOWN_TIMEOUT));
    }

    /** An event loop of Netty 4.2 that ends without a quiet period may leave its channels open, without a word to anybody. */
    private Mono<Void> closeOpen() {
        return FutureMono.deferFuture(open::close).onErrorComplete();
    }
}
