package dev.enclave.docker.internal.stream;

import dev.enclave.docker.stream.StreamFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the engine's multiplexed streams: each frame has a header of the type (1 byte), three zero bytes and the length of its
 * payload (unsigned, 4 bytes, big-endian). Payload is passed on as it arrives, without waiting for the end of its frame, so that
 * memory does not depend on what a header claims. The end of the stream inside a frame is an error.
 */
final class MultiplexedFrameDecoder extends ByteToMessageDecoder {

    private static final int HEADER_LENGTH = 8;
    private static final int MAX_ERROR_LENGTH = 64 * 1024;

    private StreamFrame.@Nullable Source source;
    private long remaining;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (remaining == 0) {
            if (in.readableBytes() < HEADER_LENGTH) {
                return;
            }
            readHeader(in);
        }
        if (source == null) {
            readEngineError(in);
            return;
        }
        int length = (int) Math.min(remaining, in.readableBytes());
        if (length > 0) {
            byte[] bytes = new byte[length];
            in.readBytes(bytes);
            remaining -= length;
            out.add(new StreamFrame(source, bytes));
        }
    }

    private void readHeader(ByteBuf in) {
        int type = in.readUnsignedByte();
        int padding = in.readUnsignedMedium();
        remaining = in.readUnsignedInt();
        if (padding != 0) {
            throw new BrokenStreamException("not a frame header: type " + type + ", padding " + padding);
        }
        // Types as in moby's api/pkg/stdcopy: 0 is standard input echoed to standard output, 3 an error of the engine.
        source = switch (type) {
            case 0, 1 -> StreamFrame.Source.STDOUT;
            case 2 -> StreamFrame.Source.STDERR;
            case 3 -> null;
            default -> throw new BrokenStreamException("unknown frame type " + type);
        };
    }

    private void readEngineError(ByteBuf in) {
        int length = (int) Math.min(remaining, MAX_ERROR_LENGTH);
        if (in.readableBytes() >= length) {
            throw new BrokenStreamException("the engine reported: " + in.readString(length, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == EndOfStream.INSTANCE && (remaining > 0 || actualReadableBytes() > 0)) {
            ctx.fireExceptionCaught(new BrokenStreamException("the stream ended inside a frame"));
            return;
        }
        super.userEventTriggered(ctx, event);
    }
}
