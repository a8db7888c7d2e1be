package dev.enclave.docker.internal.stream;

import dev.enclave.docker.stream.StreamFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Makes a frame of whatever a read brought, at once: a terminal's output must not wait for a line break. */
final class RawFrameDecoder extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        try {
            if (buffer.isReadable()) {
                ctx.fireChannelRead(new StreamFrame(StreamFrame.Source.RAW, ByteBufUtil.getBytes(buffer)));
            }
        } finally {
            buffer.release();
        }
    }
}
