package dev.enclave.engine.internal.agent;

import dev.enclave.benchmarks.jmh.Reads;
import java.nio.ByteBuffer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The agent's frames of output. An operation is a KiB of the stream. */
@State(Scope.Thread)
public class AgentFramesJmh {

    private static final int STREAM = 1 << 20;
    private static final int KIBIBYTES = STREAM >> 10;
    private static final int HEADER = 9;
    private static final byte OUTPUT = (byte) 0x83;
    private static final int COMMAND = 1;

    /** How long a frame is, with its header. */
    @Param({"128", "32768"})
    public int frame;

    private final FrameDecoder decoder = new FrameDecoder();
    private List<byte[]> reads = List.of();

    /** Makes the stream. */
    @Setup
    public void fill() {
        ByteBuffer stream = ByteBuffer.allocate(STREAM);
        while (stream.hasRemaining()) {
            stream.putInt(frame - HEADER).put(OUTPUT).putInt(COMMAND).put(new byte[frame - HEADER]);
        }
        reads = Reads.of(stream.array());
    }

    /**
     * Decodes the stream.
     *
     * @param blackhole takes the frames
     */
    @Benchmark
    @OperationsPerInvocation(KIBIBYTES)
    public void decode(Blackhole blackhole) {
        for (byte[] read : reads) {
            decoder.decode(read, blackhole::consume);
        }
    }
}
