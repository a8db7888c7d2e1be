package dev.enclave.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A stream of messages that another thread sends. Unlike a {@code PipedInputStream} it wakes up at once. */
final class MessageInput extends InputStream {

    private static final byte[] END = {};

    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();

    /** Used by the reader only. */
    private byte[] current = {0};

    private int at = 1;

    void send(byte[] message) {
        messages.add(message);
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        // Once the end has come, it stays.
        if (at == current.length && current.length > 0) {
            current = take();
            at = 0;
        }
        if (current.length == 0) {
            return -1;
        }
        int part = Math.min(length, current.length - at);
        System.arraycopy(current, at, into, offset, part);
        at += part;
        return part;
    }

    private byte[] take() throws IOException {
        try {
            return messages.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    @Override
    public void close() {
        messages.add(END);
    }
}
