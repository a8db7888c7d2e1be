package dev.enclave.benchmarks.jmh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes as they come from a socket. */
public final class Reads {

    /** What one read brings at most. */
    public static final int SIZE = 64 * 1024;

    private Reads() {}

    /**
     * Cuts a stream into reads.
     *
     * @param stream all of it
     * @return its pieces
     */
    public static List<byte[]> of(byte[] stream) {
        List<byte[]> reads = new ArrayList<>();
        for (int at = 0; at < stream.length; at += SIZE) {
            reads.add(Arrays.copyOfRange(stream, at, Math.min(at + SIZE, stream.length)));
        }
        return reads;
    }
}
