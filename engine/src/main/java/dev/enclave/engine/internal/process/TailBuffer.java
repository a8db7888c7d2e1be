package dev.enclave.engine.internal.process;

import java.util.Arrays;

/** Keeps the last bytes of what is added, in a ring that grows up to its limit. Not thread-safe. */
final class TailBuffer {

    private static final int FIRST_CAPACITY = 1024;

    private final int limit;
    private byte[] ring = {};
    /** Where the oldest byte is. */
    private int start;

    private int size;
    private long dropped;

    TailBuffer(int limit) {
        this.limit = limit;
    }

    /** Adds all bytes from an index on. */
    void add(byte[] bytes, int from) {
        int length = bytes.length - from;
        int useful = Math.min(length, limit);
        int excess = Math.max(0, size + useful - limit);
        dropped += length - useful + excess;
        if (useful == 0) {
            return;
        }
        makeRoom(Math.min(limit, size + useful));
        start = (start + excess) % ring.length;
        size -= excess;
        write(bytes, bytes.length - useful, useful);
    }

    private void makeRoom(int wanted) {
        if (wanted > ring.length) {
            long doubled = Math.max(FIRST_CAPACITY, 2L * ring.length);
            byte[] contents = toByteArray();
            ring = Arrays.copyOf(contents, (int) Math.min(limit, Math.max(wanted, doubled)));
            start = 0;
        }
    }

    private void write(byte[] bytes, int from, int length) {
        int end = (start + size) % ring.length;
        int first = Math.min(length, ring.length - end);
        System.arraycopy(bytes, from, ring, end, first);
        System.arraycopy(bytes, from + first, ring, 0, length - first);
        size += length;
    }

    /** How many bytes were added and are no longer there. */
    long dropped() {
        return dropped;
    }

    byte[] toByteArray() {
        byte[] contents = new byte[size];
        int first = Math.min(size, ring.length - start);
        System.arraycopy(ring, start, contents, 0, first);
        System.arraycopy(ring, 0, contents, first, size - first);
        return contents;
    }
}
