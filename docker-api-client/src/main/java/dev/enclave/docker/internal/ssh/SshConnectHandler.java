package dev.enclave.docker.internal.ssh;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Turns the connecting of a channel into the start of an {@code ssh} and the connecting to its socket. The child ends with the channel. When the channel ends before
 * anything was received, the failure is an {@link SshSilence}, so that somebody may ask what {@code ssh} had to say.
 */
public final class SshConnectHandler extends ChannelDuplexHandler {

    private final SshDialer dialer;
    private @Nullable SshChild child;
    private boolean active;
    private boolean received;
    private boolean closedHere;
    private boolean told;
    private boolean explained;

    SshConnectHandler(SshDialer dialer) {
        this.dialer = dialer;
    }

    @Override
    public void connect(
            ChannelHandlerContext ctx,
            SocketAddress remoteAddress,
            @Nullable SocketAddress localAddress,
            ChannelPromise promise) {
        Schedulers.boundedElastic().schedule(() -> start(ctx, promise));
    }

    private void start(ChannelHandlerContext ctx, ChannelPromise promise) {
        Path socket = dialer.nextSocket();
        try {
            SshChild started = dialer.start(socket);
            onLoop(ctx, () -> connectTo(ctx, started, socket, promise), () -> dialer.end(started, false));
        } catch (SshFailure e) {
            onLoop(ctx, () -> fail(ctx, promise, e), () -> {});
        }
    }

    private void connectTo(ChannelHandlerContext ctx, SshChild started, Path socket, ChannelPromise promise) {
        child = started;
        ctx.channel().closeFuture().addListener(closed -> end());
        if (ctx.channel().isOpen()) {
            ctx.connect(dialer.addressOf(socket), promise);
        }
    }

    private static void fail(ChannelHandlerContext ctx, ChannelPromise promise, SshFailure failure) {
        promise.tryFailure(failure);
        ctx.close();
    }

    private void end() {
        if (child != null) {
            dialer.end(child, explained || wasSilent());
        }
    }

    private boolean wasSilent() {
        return active && !received && !closedHere;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        active = true;
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        received = true;
        ctx.fireChannelRead(message);
    }

    /** A program that has ended may fail the write before anybody reads; who is told by the write may not listen, so the end tells it again. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is told to the promise
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (received || promise.isVoid()) {
            ctx.write(message, promise);
            return;
        }
        ctx.write(message).addListener(written -> {
            Throwable cause = written.cause();
            if (cause == null) {
                promise.trySuccess();
            } else {
                promise.tryFailure(wasSilent() && child != null ? silenceOf(child) : cause);
            }
        });
    }

    private SshSilence silenceOf(SshChild silent) {
        explained = true;
        return new SshSilence(silent);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is told to the promise
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        closedHere = true;
        ctx.close(promise);
    }

    /** A program that ends without having read its input resets the connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!tellSilence(ctx)) {
            ctx.fireExceptionCaught(cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        tellSilence(ctx);
        ctx.fireChannelInactive();
    }

    private boolean tellSilence(ChannelHandlerContext ctx) {
        boolean silent = wasSilent() && !ctx.channel().eventLoop().isShuttingDown();
        if (silent && !told && child != null) {
            told = true;
            ctx.fireExceptionCaught(silenceOf(child));
        }
        return silent;
    }

    private static void onLoop(ChannelHandlerContext ctx, Runnable action, Runnable otherwise) {
        try {
            ctx.executor().execute(action);
        } catch (RejectedExecutionException e) {
            // The client has been closed meanwhile, and its channels with it.
            otherwise.run();
        }
    }
}
