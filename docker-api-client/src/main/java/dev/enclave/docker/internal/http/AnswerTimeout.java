package dev.enclave.docker.internal.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fails a request that has been sent whole and hears nothing for too long. One for each connection, with a timer that looks again when it
 * ends: reactor-netty's own takes a new handler and a new timer for each request, a ninth of what a ping cost.
 */
final class AnswerTimeout extends ChannelDuplexHandler {

    private long patience;
    private boolean answered = true;
    private boolean waiting;
    private boolean provisional;
    private long heard;
    private @Nullable Future<?> timer;
    private long timerEnds;

    /** Sets how long to wait for the answer to the request that is about to be sent; called on the event loop. */
    static void expect(Channel channel, Duration patience) {
        assert channel.eventLoop().inEventLoop() : "the handler is the event loop's alone";
        AnswerTimeout timeout = channel.pipeline().get(AnswerTimeout.class);
        if (timeout != null) {
            timeout.patience = patience.toNanos();
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is told to the promise
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpRequest) {
            answered = false;
        }
        boolean whole = message instanceof LastHttpContent && patience > 0;
        ctx.write(message, whole ? promise.unvoid().addListener(sent -> await(ctx)) : promise);
    }

    /** An engine may have answered before it had all. */
    private void await(ChannelHandlerContext ctx) {
        if (answered) {
            return;
        }
        waiting = true;
        heard = now(ctx);
        long end = heard + patience;
        if (timer == null || timerEnds - end > 0) {
            cancelTimer();
            lookAt(ctx, end);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        heard = now(ctx);
        if (message instanceof HttpResponse response) {
            provisional = isProvisional(response.status());
        }
        if (message instanceof LastHttpContent && !provisional) {
            answered = true;
            waiting = false;
        }
        ctx.fireChannelRead(message);
    }

    /** As 100 (Continue): another one follows. */
    private static boolean isProvisional(HttpResponseStatus status) {
        return status.codeClass() == HttpStatusClass.INFORMATIONAL
                && status.code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }

    private void lookAt(ChannelHandlerContext ctx, long end) {
        timerEnds = end;
        timer = ctx.executor().schedule(() -> look(ctx), end - now(ctx), TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext ctx) {
        timer = null;
        if (!waiting) {
            return;
        }
        long end = heard + patience;
        if (end - now(ctx) > 0) {
            lookAt(ctx, end);
        } else {
            waiting = false;
            ctx.fireExceptionCaught(ReadTimeoutException.INSTANCE);
            ctx.close();
        }
    }

    private static long now(ChannelHandlerContext ctx) {
        return ctx.executor().ticker().nanoTime();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
