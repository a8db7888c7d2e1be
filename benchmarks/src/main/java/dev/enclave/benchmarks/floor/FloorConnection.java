package dev.enclave.benchmarks.floor;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One connection: requests one after the other, or a stream after an upgrade. Used by one thread at a time. */
final class FloorConnection implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    private static final int NO_BODY = 204;
    private static final int SWITCHING_PROTOCOLS = 101;

    private final SocketChannel channel;

    /** What has been read and not been looked at lies between position and limit. */
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).limit(0);

    private final byte[] line = new byte[BUFFER];
    private long idleSince = System.nanoTime();

    FloorConnection(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
    }

    /** Sends a request, skips its answer, and returns the status. */
    int exchange(byte[] request) throws IOException {
        Head head = ask(request);
        if (head.chunked()) {
            for (long size = chunkSize(); size > 0; size = chunkSize()) {
                skip(size);
                readLine();
            }
            readLine();
        } else {
            skip(head.length());
        }
        idleSince = System.nanoTime();
        return head.status();
    }

    /** Sends a request and returns its short answer's text, which must have a length. */
    String fetch(byte[] request) throws IOException {
        Head head = ask(request);
        if (head.chunked() || head.length() > line.length) {
            throw new IOException("not a short answer: " + head);
        }
        int length = (int) head.length();
        for (int at = 0; at < length; ) {
            fill();
            int part = Math.min(length - at, in.remaining());
            in.get(line, at, part);
            at += part;
        }
        idleSince = System.nanoTime();
        String text = new String(line, 0, length, StandardCharsets.UTF_8);
        if (head.status() >= 300) {
            throw new IOException(head.status() + " " + text);
        }
        return text;
    }

    /** Sends a request that turns the connection into a stream. */
    void upgrade(byte[] request) throws IOException {
        Head head = ask(request);
        if (head.status() != SWITCHING_PROTOCOLS) {
            throw new IOException("the stream was refused: " + head);
        }
    }

    /** How long it has not been used, in nanoseconds. */
    long idle() {
        return System.nanoTime() - idleSince;
    }

    /** Writes raw bytes. */
    void write(byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** Writes what is in a file. */
    void write(Path file) throws IOException {
        try (FileChannel from = FileChannel.open(file)) {
            long size = from.size();
            for (long at = 0; at < size; ) {
                at += from.transferTo(at, size - at, channel);
            }
        }
    }

    /** Ends the stream's input. */
    void endInput() throws IOException {
        channel.shutdownOutput();
    }

    /** Reads more; what is there moves to the beginning. Returns whether there was any. */
    boolean read() throws IOException {
        in.compact();
        int read = channel.read(in);
        in.flip();
        return read >= 0;
    }

    ByteBuffer buffer() {
        return in;
    }

    private Head ask(byte[] request) throws IOException {
        write(request);
        readLine();
        int status = digits(" ".length() + "HTTP/1.1".length(), 10, 3);
        long length = 0;
        boolean chunked = false;
        for (int end = readLine(); end > 0; end = readLine()) {
            if (startsWith("Content-Length: ")) {
                length = digits("Content-Length: ".length(), 10, end);
            } else if (startsWith("Transfer-Encoding: ")) {
                chunked = true;
            }
        }
        return status == NO_BODY || status == SWITCHING_PROTOCOLS
                ? new Head(status, 0, false)
                : new Head(status, length, chunked);
    }

    private long chunkSize() throws IOException {
        return digits(0, 16, readLine());
    }

    private boolean startsWith(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (line[i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int digits(int begin, int radix, int most) {
        int value = 0;
        for (int i = begin; i < begin + most; i++) {
            int digit = Character.digit(line[i], radix);
            if (digit < 0) {
                break;
            }
            value = value * radix + digit;
        }
        return value;
    }

    /** Reads a line into {@link #line}, and returns its length without its end. */
    private int readLine() throws IOException {
        int length = 0;
        while (true) {
            fill();
            while (in.hasRemaining()) {
                byte next = in.get();
                if (next == '\n') {
                    line[length - 1] = 0;
                    return length - 1;
                }
                line[length++] = next;
            }
        }
    }

    private void skip(long length) throws IOException {
        for (long left = length; left > 0; ) {
            fill();
            int part = (int) Math.min(left, in.remaining());
            in.position(in.position() + part);
            left -= part;
        }
    }

    private void fill() throws IOException {
        if (!in.hasRemaining() && !read()) {
            throw new EOFException("the engine has closed the connection");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private record Head(int status, long length, boolean chunked) {}
}
