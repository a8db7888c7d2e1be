package dev.enclave.docker.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** Writes a file from its beginning to its end, and leaves holes where there are whole blocks of zeros. */
final class HoleyFile implements Closeable {

    private static final int BLOCK = 4096;

    private final SeekableByteChannel channel;
    private long position;

    HoleyFile(SeekableByteChannel channel) {
        this.channel = channel;
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        int pending = offset;
        for (int from = offset; from < end; ) {
            int block = (int) Math.min(BLOCK - (position + from - offset) % BLOCK, end - from);
            if (isZero(bytes, from, block)) {
                writeAt(position + pending - offset, bytes, pending, from - pending);
                pending = from + block;
            }
            from += block;
        }
        writeAt(position + pending - offset, bytes, pending, end - pending);
        position += length;
    }

    private void writeAt(long where, byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        channel.position(where);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static boolean isZero(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Gives the file its length, if it ends in a hole, and closes it. */
    void finish() throws IOException {
        if (channel.size() < position) {
            writeAt(position - 1, new byte[1], 0, 1);
        }
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
