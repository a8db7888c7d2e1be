package dev.enclave.docker.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;

/**
 * Moves the content of answers to plain memory as soon as it is decoded. What a cancellation leaves in reactor-netty's queues at the
 * wrong moment is then garbage like any other, not a buffer that nobody gives back to its pool (seen with reactor-netty 1.3.8).
 */
@Sharable
final class HeapContent extends ChannelInboundHandlerAdapter {

    static final HeapContent INSTANCE = new HeapContent();

    private HeapContent() {}

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpContent content && content.content().isReadable()) {
            ByteBuf copy = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(content.content()));
            HttpContent moved = content.replace(copy);
            content.release();
            ctx.fireChannelRead(moved);
        } else {
            ctx.fireChannelRead(message);
        }
    }
}
