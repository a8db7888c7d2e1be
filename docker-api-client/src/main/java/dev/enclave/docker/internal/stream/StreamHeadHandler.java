package dev.enclave.docker.internal.stream;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.internal.http.ApiErrors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP part of a long-lived connection: sends the request when the channel is active, reads the head of the answer, and then
 * passes the body's bytes on, either as HTTP content or, once the connection is hijacked (101, or 200 from engines that do not
 * upgrade), untouched. An error answer is read whole and fails the opening.
 *
 * <p>States: waiting for the head; reading an error; passing on (HTTP or hijacked). The channel does not read by itself: this handler
 * reads until the head is complete, later reads follow the subscriber's demand.
 */
final class StreamHeadHandler extends ChannelDuplexHandler {

    /** As much of an error answer as is kept; the Go client's limit is the same. */
    private static final int MAX_ERROR_BYTES = 1024 * 1024;

    private enum State {
        AWAITING_HEAD,
        READING_ERROR,
        PASSING_HTTP,
        PASSING_HIJACKED
    }

    private final StreamRequest request;
    private final StreamOpening opening;
    private final ByteArrayOutputStream errorBody = new ByteArrayOutputStream();
    private State state = State.AWAITING_HEAD;
    private int errorStatus;
    private boolean closedHere;
    private @Nullable Future<?> headTimeout;

    StreamHeadHandler(StreamRequest request, StreamOpening opening) {
        this.request = request;
        this.opening = opening;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        headTimeout =
                ctx.executor().schedule(() -> giveUp(ctx), request.headTimeout().toMillis(), TimeUnit.MILLISECONDS);
        ctx.channel().writeAndFlush(request.toHttp(ctx.alloc())).addListener(written -> {
            Throwable cause = written.cause();
            if (cause != null) {
                fail(
                        ctx,
                        new ConnectionLostException(
                                request.operation(), "the request could not be sent", false, cause));
            }
        });
        ctx.read();
    }

    private void giveUp(ChannelHandlerContext ctx) {
        if (state == State.READING_ERROR) {
            failWithAnswer(ctx);
        } else {
            fail(ctx, new DockerTimeoutException(request.operation(), "response head", request.headTimeout(), null));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (state) {
            case AWAITING_HEAD -> readHead(ctx, message);
            case READING_ERROR -> readError(ctx, message);
            case PASSING_HTTP -> passHttp(ctx, message);
            case PASSING_HIJACKED -> passHijacked(ctx, message);
        }
    }

    private void readHead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpResponse response) {
            if (response.decoderResult().isFailure()) {
                ReferenceCountUtil.release(message);
                failUndecodable(ctx, response.decoderResult().cause());
                return;
            }
            acceptHead(ctx, response);
        }
        ReferenceCountUtil.release(message);
    }

    private void failUndecodable(ChannelHandlerContext ctx, Throwable cause) {
        fail(
                ctx,
                cause instanceof PrematureChannelClosureException
                        ? new ConnectionLostException(
                                request.operation(), "closed inside the head of the answer", !request.readOnly(), cause)
                        : new DockerProtocolException(request.operation(), "the answer is not HTTP", cause));
    }

    private void acceptHead(ChannelHandlerContext ctx, HttpResponse response) {
        int status = response.status().code();
        boolean upgraded = status == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
        if (!upgraded && status < 200) {
            return;
        }
        if (status >= 300) {
            // The timeout runs on: an error's text may stall, or never end.
            errorStatus = status;
            state = State.READING_ERROR;
            return;
        }
        cancelHeadTimeout();
        if (upgraded && !request.hijack()) {
            fail(
                    ctx,
                    new DockerProtocolException(request.operation(), "the engine upgraded without being asked", null));
            return;
        }
        String contentType = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        state = request.hijack() ? State.PASSING_HIJACKED : State.PASSING_HTTP;
        opening.prepare(ctx, request.framingFor(contentType, upgraded));
        if (request.hijack()) {
            // What arrived together with the head is held by the codec and forwarded when it leaves. It leaves before
            // anybody can write.
            ctx.pipeline().remove(HttpClientCodec.class);
        }
        opening.succeed();
    }

    private void readError(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpContent content) {
                errorBody.writeBytes(ByteBufUtil.getBytes(content.content()));
            }
            if (message instanceof LastHttpContent || errorBody.size() >= MAX_ERROR_BYTES) {
                failWithAnswer(ctx);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void failWithAnswer(ChannelHandlerContext ctx) {
        fail(ctx, ApiErrors.fromAnswer(request.operation(), errorStatus, errorBody.toByteArray()));
    }

    private static void passHttp(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpContent content) {
            if (content.decoderResult().isFailure()) {
                content.release();
                ctx.fireExceptionCaught(new BrokenStreamException(
                        "the body is not HTTP: " + content.decoderResult().cause()));
                return;
            }
            ctx.fireChannelRead(content.content());
            if (message instanceof LastHttpContent) {
                ctx.fireUserEventTriggered(EndOfStream.INSTANCE);
            }
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private static void passHijacked(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf) {
            ctx.fireChannelRead(message);
        } else if (message instanceof HttpContent content) {
            ctx.fireChannelRead(content.content());
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (state == State.AWAITING_HEAD || state == State.READING_ERROR) {
            ctx.read();
        } else {
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        switch (state) {
            case AWAITING_HEAD ->
                fail(
                        ctx,
                        new ConnectionLostException(
                                request.operation(), "closed before the answer", !request.readOnly(), null));
            case READING_ERROR -> failWithAnswer(ctx);
            case PASSING_HIJACKED -> endHijacked(ctx);
            case PASSING_HTTP -> {}
        }
        ctx.fireChannelInactive();
    }

    /**
     * The other side ends a hijacked stream by closing it; when this side closed it, nobody knows what else would have come. With TLS the
     * end has a message of its own, without which anybody on the way could have cut the stream off.
     */
    private void endHijacked(ChannelHandlerContext ctx) {
        boolean secured = ctx.pipeline().get(SslHandler.class) != null;
        if (!secured && !closedHere && !ctx.channel().eventLoop().isShuttingDown()) {
            ctx.fireUserEventTriggered(EndOfStream.INSTANCE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ctx.fireUserEventTriggered(event);
        // Engines send the end of a TLS stream and keep the connection, until this side closes it.
        if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
            if (state == State.PASSING_HIJACKED) {
                ctx.fireUserEventTriggered(EndOfStream.INSTANCE);
            }
            ctx.close();
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is told to the promise
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        closedHere = true;
        ctx.close(promise);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (state == State.AWAITING_HEAD || state == State.READING_ERROR) {
            fail(
                    ctx,
                    new ConnectionLostException(
                            request.operation(), String.valueOf(cause.getMessage()), !request.readOnly(), cause));
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    private void fail(ChannelHandlerContext ctx, Throwable error) {
        cancelHeadTimeout();
        opening.fail(error);
        ctx.close();
    }

    private void cancelHeadTimeout() {
        if (headTimeout != null) {
            headTimeout.cancel(false);
        }
    }
}
