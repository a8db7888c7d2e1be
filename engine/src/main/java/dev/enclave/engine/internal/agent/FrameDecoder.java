package dev.enclave.engine.internal.agent;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.ResourceUsage;
import dev.enclave.engine.internal.process.ProcessExit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the agent's stream into frames, wherever reads have cut it. Output is handed on as it comes, in as many parts as its frame is read
 * in; of any other frame, one at most is held until it is whole. Not thread-safe: all reads of one stream come one after the other.
 */
final class FrameDecoder {

    /** The longest payload of a frame. */
    static final int LONGEST_PAYLOAD = 64 * 1024;

    private static final int HEADER = 9;
    private static final int STDOUT = 0x83;
    private static final int STDERR = 0x84;
    private static final byte[] NOTHING = {};
    private static final int SIGNALLED = 1;
    private static final int SIGNAL_BASE = 128;
    private static final long UNKNOWN = -1;
    private static final long KIBIBYTE = 1024;

    private final byte[] header = new byte[HEADER];
    private int headerLength;
    private byte[] payload = NOTHING;
    /** Of the payload that has begun. */
    private int missing;

    /**
     * Takes what was read.
     *
     * @param bytes the bytes, which are this decoder's from now on: a part of an output that they are all of is handed on without a copy
     * @param frames receives each frame that is complete, and each part of an output
     * @throws AgentProtocolException when the bytes are no frames
     */
    void decode(byte[] bytes, Consumer<AgentFrame> frames) {
        int at = 0;
        while (at < bytes.length) {
            if (headerLength < HEADER) {
                int taken = Math.min(HEADER - headerLength, bytes.length - at);
                System.arraycopy(bytes, at, header, headerLength, taken);
                headerLength += taken;
                at += taken;
                if (headerLength < HEADER) {
                    return;
                }
                beginPayload();
            }
            int taken = Math.min(missing, bytes.length - at);
            takePayload(bytes, at, taken, frames);
            at += taken;
            if (missing == 0) {
                headerLength = 0;
            }
        }
    }

    private void takePayload(byte[] bytes, int at, int length, Consumer<AgentFrame> frames) {
        StreamFrame.Source source = outputSource();
        if (source == null) {
            System.arraycopy(bytes, at, payload, payload.length - missing, length);
            missing -= length;
            if (missing == 0) {
                frames.accept(toFrame());
            }
        } else {
            missing -= length;
            byte[] part = length == bytes.length ? bytes : Arrays.copyOfRange(bytes, at, at + length);
            if (length > 0) {
                frames.accept(new AgentFrame.Output(id(), new StreamFrame(source, part)));
            }
        }
    }

    /** {@return which output the frame that has begun is of; null when it is another frame} */
    private StreamFrame.@Nullable Source outputSource() {
        return switch (type()) {
            case STDOUT -> StreamFrame.Source.STDOUT;
            case STDERR -> StreamFrame.Source.STDERR;
            default -> null;
        };
    }

    private int type() {
        return header[Integer.BYTES] & 0xff;
    }

    private int id() {
        return ByteBuffer.wrap(header).getInt(Integer.BYTES + 1);
    }

    private void beginPayload() {
        long length = Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt());
        if (length > LONGEST_PAYLOAD) {
            throw new AgentProtocolException("a frame of " + length + " bytes, which is too long");
        }
        missing = (int) length;
        payload = outputSource() == null ? new byte[missing] : NOTHING;
    }

    private AgentFrame toFrame() {
        int id = id();
        ByteBuffer body = ByteBuffer.wrap(payload);
        return switch (type()) {
            case 0x81 -> new AgentFrame.Hello(require(body, 2).getShort() & 0xffff);
            case 0x82 -> new AgentFrame.Started(id, require(body, 4).getInt());
            case 0x85 -> toEndOfOutput(id, require(body, 9));
            case 0x86 -> new AgentFrame.Exited(id, toExit(require(body, 37)));
            case 0x87 -> {
                require(body, 0);
                yield new AgentFrame.Gone(id);
            }
            case 0x88 -> toFailed(id, body);
            case 0x89 ->
                new AgentFrame.InputCredit(
                        id, Integer.toUnsignedLong(require(body, 4).getInt()));
            case 0x8A -> {
                require(body, 0);
                yield new AgentFrame.InputClosed(id);
            }
            case 0x8B -> new AgentFrame.Pong(require(body, 8).getLong());
            case 0x8C -> new AgentFrame.NoSocket(require(body, 4).getInt());
            case 0x8F -> new AgentFrame.Fatal(toText(body));
            default -> throw new AgentProtocolException("a frame of the unknown type " + type());
        };
    }

    private static ByteBuffer require(ByteBuffer body, int length) {
        if (body.remaining() != length) {
            throw new AgentProtocolException("a frame of " + body.remaining() + " bytes in place of " + length);
        }
        return body;
    }

    private static AgentFrame toEndOfOutput(int id, ByteBuffer body) {
        StreamFrame.Source source = switch (body.get()) {
            case 1 -> StreamFrame.Source.STDOUT;
            case 2 -> StreamFrame.Source.STDERR;
            default -> throw new AgentProtocolException("the end of an unknown output");
        };
        return new AgentFrame.EndOfOutput(id, source, body.getLong());
    }

    private static ProcessExit toExit(ByteBuffer body) {
        boolean signalled = body.get() == SIGNALLED;
        int value = body.getInt();
        ResourceUsage usage =
                new ResourceUsage(micros(body.getLong()), micros(body.getLong()), body.getLong() * KIBIBYTE);
        long memoryKills = body.getLong();
        boolean outOfMemory = memoryKills != UNKNOWN && memoryKills != 0;
        return signalled
                ? new ProcessExit(SIGNAL_BASE + value, value, outOfMemory, usage)
                : new ProcessExit(value, null, outOfMemory, usage);
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    private static AgentFrame toFailed(int id, ByteBuffer body) {
        if (body.remaining() < 5) {
            throw new AgentProtocolException("a failure that is cut short");
        }
        int errno = body.getInt();
        int step = body.get();
        AgentFrame.Step[] steps = AgentFrame.Step.values();
        if (step < 1 || step > steps.length) {
            throw new AgentProtocolException("a failure in the unknown step " + step);
        }
        return new AgentFrame.Failed(id, errno, steps[step - 1], toText(body));
    }

    private static String toText(ByteBuffer body) {
        if (body.remaining() < Integer.BYTES || body.getInt() != body.remaining()) {
            throw new AgentProtocolException("a text of the wrong length");
        }
        return StandardCharsets.UTF_8.decode(body).toString();
    }
}
