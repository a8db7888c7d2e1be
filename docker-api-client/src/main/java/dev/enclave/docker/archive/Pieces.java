package dev.enclave.docker.archive;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Cuts an archive into pieces of one size. What is read goes straight into the array that is handed on. Not thread-safe. */
final class Pieces {

    /** reactor-netty asks for 128 of them at once: so many may be on their way in a request's body. */
    static final int SIZE = 64 * 1024;

    private static final int RECORD = 512;
    private static final int RECORDS_AT_THE_END = 2;

    private final Queue<byte[]> full = new ArrayDeque<>();
    private byte[] piece = new byte[SIZE];
    private int length;

    /** Whether a whole piece waits to be taken. */
    boolean hasFull() {
        return !full.isEmpty();
    }

    /** Returns the next piece, the last of which is shorter than the others; null when nothing is left. */
    byte @Nullable [] next() {
        byte[] next = full.poll();
        if (next == null && length > 0) {
            next = Arrays.copyOf(piece, length);
            length = 0;
        }
        return next;
    }

    void add(byte[] bytes) {
        for (int at = 0; at < bytes.length; ) {
            int taken = Math.min(bytes.length - at, SIZE - length);
            System.arraycopy(bytes, at, piece, length, taken);
            at += taken;
            advance(taken);
        }
    }

    /** Adds as much of a file as can be read at once and has room; returns whether it is at its end. */
    boolean add(FileContent content) {
        advance(content.read(piece, length));
        return content.hasEnded();
    }

    /** Fills up the last record of a file's content with zeros. */
    void endContent(long size) {
        add(new byte[(int) (-size & (RECORD - 1))]);
    }

    void endArchive() {
        add(new byte[RECORDS_AT_THE_END * RECORD]);
    }

    private void advance(int count) {
        length += count;
        if (length == SIZE) {
            full.add(piece);
            piece = new byte[SIZE];
            length = 0;
        }
    }
}
