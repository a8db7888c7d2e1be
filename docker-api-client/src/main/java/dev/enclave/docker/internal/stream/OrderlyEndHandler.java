package dev.enclave.docker.internal.stream;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Of a connection without a protocol: when the other side closes it, the stream has ended; when this side does, it is lost. */
final class OrderlyEndHandler extends ChannelDuplexHandler {

    private boolean closedHere;

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!closedHere && !ctx.channel().eventLoop().isShuttingDown()) {
            ctx.fireUserEventTriggered(EndOfStream.INSTANCE);
        }
        ctx.fireChannelInactive();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is told to the promise
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        closedHere = true;
        ctx.close(promise);
    }
}
