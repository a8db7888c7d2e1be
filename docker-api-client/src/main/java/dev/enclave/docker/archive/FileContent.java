package dev.enclave.docker.archive;

import dev.enclave.docker.ArchiveException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A file that is being packed: exactly as many bytes as were announced for it. */
final class FileContent implements Closeable {

    private final String name;
    private final SeekableByteChannel channel;
    private final ArchiveFailures failures;
    private final long size;
    private long remaining;

    FileContent(String name, SeekableByteChannel channel, long size, ArchiveFailures failures) {
        this.name = name;
        this.channel = channel;
        this.size = size;
        this.remaining = size;
        this.failures = failures;
    }

    /** How many bytes were announced. */
    long size() {
        return size;
    }

    /** Reads the next bytes, from a place in an array on, which has room for one at least; 0 at the end. */
    int read(byte[] into, int from) {
        int wanted = (int) Math.min(into.length - from, remaining);
        int read = wanted == 0 ? readUpTo(ByteBuffer.allocate(1)) : readUpTo(ByteBuffer.wrap(into, from, wanted));
        if (wanted == 0 && read > 0) {
            throw failures.of(Reason.CHANGED, name, "became longer while it was read", null);
        }
        if (wanted > 0 && read < 0) {
            throw failures.of(Reason.CHANGED, name, "became " + remaining + " bytes shorter while it was read", null);
        }
        remaining -= Math.max(0, read);
        return Math.max(0, read);
    }

    private int readUpTo(ByteBuffer into) {
        try {
            return channel.read(into);
        } catch (IOException e) {
            throw failures.unreadable(name, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
