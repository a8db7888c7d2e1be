package dev.enclave.docker.archive;

import dev.enclave.docker.ArchiveException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/** A file that is being packed: exactly as many bytes as were announced for it. */
final class FileContent implements Closeable {

    private final String name;
    private final SeekableByteChannel channel;
    private final ArchiveFailures failures;
    private final long size;
    private final boolean endsEarly;
    private long remaining;
    private boolean ended;

    FileContent(String name, SeekableByteChannel channel, long size, ArchiveFailures failures) {
        this.name = name;
        this.channel = channel;
        this.endsEarly = channel instanceof FileChannel;
        this.size = size;
        this.remaining = size;
        this.failures = failures;
    }

    /** How many bytes were announced. */
    long size() {
        return size;
    }

    /**
     * Reads the next bytes, from a place in an array on, which has room for one at least; tells how many. What is behind them in the array
     * may be overwritten: one byte more than announced is asked for, which a file must not have.
     */
    int read(byte[] into, int from) {
        int wanted = (int) Math.min(into.length - from, remaining + 1);
        int read = readUpTo(ByteBuffer.wrap(into, from, wanted));
        if (read > remaining) {
            throw failures.of(Reason.CHANGED, name, "became longer while it was read", null);
        }
        if (remaining > 0 && read < 0) {
            throw failures.of(Reason.CHANGED, name, "became " + remaining + " bytes shorter while it was read", null);
        }
        remaining -= Math.max(0, read);
        // Less than was asked for is all that there is, in files of the default file system; others may hold something
        // back.
        ended = read < 0 || (remaining == 0 && endsEarly && read < wanted);
        return Math.max(0, read);
    }

    /** Whether the last read has shown that nothing follows. */
    boolean hasEnded() {
        return ended;
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
