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
    private long remaining;

    FileContent(String name, SeekableByteChannel channel, long size, ArchiveFailures failures) {
        this.name = name;
        this.channel = channel;
        this.remaining = size;
        this.failures = failures;
    }

    /** Reads the next bytes; 0 at the end. */
    int read(byte[] into) {
        int wanted = (int) Math.min(into.length, remaining);
        int read = readUpTo(into, wanted == 0 ? 1 : wanted);
        if (wanted == 0 && read > 0) {
            throw failures.of(Reason.CHANGED, name, "became longer while it was read", null);
        }
        if (wanted > 0 && read < 0) {
            throw failures.of(Reason.CHANGED, name, "became " + remaining + " bytes shorter while it was read", null);
        }
        remaining -= Math.max(0, read);
        return Math.max(0, read);
    }

    private int readUpTo(byte[] into, int most) {
        try {
            return channel.read(ByteBuffer.wrap(into, 0, most));
        } catch (IOException e) {
            throw failures.unreadable(name, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
