package dev.enclave.docker.internal.stream;

import dev.enclave.docker.DockerTimeoutException;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fails a stream that has been silent for too long: a read was asked for, and since then, or since the last write, nothing came. While
 * nobody asks, the silence is the reader's, and does not count.
 */
public final class IdleHandler extends ChannelDuplexHandler {

    private final String operation;
    private final Duration timeout;
    private boolean reading;
    private long lastActivity;
    private @Nullable Future<?> check;

    /**
     * Creates a handler for one stream.
     *
     * @param operation method and path for the message
     * @param timeout how long the stream may be silent
     */
    public IdleHandler(String operation, Duration timeout) {
        this.operation = operation;
        this.timeout = timeout;
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!reading) {
            reading = true;
            lastActivity = System.nanoTime();
            if (check == null) {
                checkAfter(ctx, timeout.toNanos());
            }
        }
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        reading = false;
        ctx.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is told to the promise
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        lastActivity = System.nanoTime();
        ctx.write(message, promise);
    }

    private void checkAfter(ChannelHandlerContext ctx, long nanos) {
        check = ctx.executor().schedule(() -> check(ctx), nanos, TimeUnit.NANOSECONDS);
    }

    private void check(ChannelHandlerContext ctx) {
        check = null;
        if (!reading) {
            return;
        }
        long left = lastActivity + timeout.toNanos() - System.nanoTime();
        if (left > 0) {
            checkAfter(ctx, left);
        } else {
            ctx.fireExceptionCaught(new DockerTimeoutException(operation, "data", timeout, null));
            // Not everybody who hears of it closes the connection: reactor-netty leaves one open whose answer has
            // begun.
            ctx.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (check != null) {
            check.cancel(false);
        }
    }
}
