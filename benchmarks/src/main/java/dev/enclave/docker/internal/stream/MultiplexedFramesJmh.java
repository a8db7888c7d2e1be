package dev.enclave.docker.internal.stream;

import dev.enclave.benchmarks.jmh.Reads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The engine's multiplexed frames, from the buffers of a socket to frames. An operation is a KiB of the stream. */
@State(Scope.Thread)
public class MultiplexedFramesJmh {

    private static final int STREAM = 1 << 20;
    private static final int KIBIBYTES = STREAM >> 10;
    private static final int HEADER = 8;
    private static final byte STDOUT = 1;

    /** How long a frame is, with its header. */
    @Param({"128", "32768"})
    public int frame;

    private final EmbeddedChannel channel = new EmbeddedChannel(new MultiplexedFrameDecoder(), new Drop());
    private List<ByteBuf> reads = List.of();

    /** Makes the stream. */
    @Setup
    public void fill() {
        ByteBuffer stream = ByteBuffer.allocate(STREAM);
        while (stream.hasRemaining()) {
            stream.put(STDOUT).put(new byte[3]).putInt(frame - HEADER).put(new byte[frame - HEADER]);
        }
        reads = Reads.of(stream.array()).stream()
                .map(read -> Unpooled.directBuffer(read.length).writeBytes(read))
                .toList();
    }

    /**
     * Decodes the stream.
     *
     * @param blackhole takes the frames
     */
    @Benchmark
    @OperationsPerInvocation(KIBIBYTES)
    public void decode(Blackhole blackhole) {
        for (ByteBuf read : reads) {
            channel.writeInbound(read.retainedDuplicate());
        }
        blackhole.consume(channel.pipeline().get(Drop.class).last);
    }

    private static final class Drop extends ChannelInboundHandlerAdapter {
        private Object last = this;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            last = frame;
        }
    }
}
