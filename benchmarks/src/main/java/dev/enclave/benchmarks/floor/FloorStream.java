package dev.enclave.benchmarks.floor;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A multiplexed stream of which only the frames' headers are looked at. Used by one thread at a time. */
public final class FloorStream implements AutoCloseable {

    /** The end of the stream, as {@link #read()} tells it. */
    public static final int END = -1;

    private static final int HEADER = 8;
    private static final int LENGTH = 4;

    private final FloorConnection connection;
    private final ByteBuffer in;
    private long left;

    FloorStream(FloorConnection connection) {
        this.connection = connection;
        this.in = connection.buffer();
    }

    /**
     * Passes over what is there, waiting for one read when nothing is.
     *
     * @return how many bytes of payload that were, or {@link #END}
     * @throws IOException when the stream ends inside a frame, or breaks
     */
    public int read() throws IOException {
        int payload = pass();
        while (payload == 0) {
            if (!connection.read()) {
                if (left > 0 || in.hasRemaining()) {
                    throw new EOFException("the stream ends inside a frame");
                }
                return END;
            }
            payload = pass();
        }
        return payload;
    }

    /**
     * Passes over everything.
     *
     * @return how many bytes of payload that were
     * @throws IOException when the stream ends inside a frame, or breaks
     */
    public long readAll() throws IOException {
        long sum = 0;
        for (int part = read(); part != END; part = read()) {
            sum += part;
        }
        return sum;
    }

    /**
     * Writes to the other side's input.
     *
     * @param bytes what to write
     * @throws IOException when the connection breaks
     */
    public void write(byte[] bytes) throws IOException {
        connection.write(bytes);
    }

    /**
     * Ends the other side's input.
     *
     * @throws IOException when the connection breaks
     */
    public void endInput() throws IOException {
        connection.endInput();
    }

    private int pass() {
        int payload = 0;
        while (in.hasRemaining()) {
            if (left == 0) {
                if (in.remaining() < HEADER) {
                    break;
                }
                left = Integer.toUnsignedLong(in.getInt(in.position() + LENGTH));
                in.position(in.position() + HEADER);
            }
            int part = (int) Math.min(left, in.remaining());
            in.position(in.position() + part);
            left -= part;
            payload += part;
        }
        return payload;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
