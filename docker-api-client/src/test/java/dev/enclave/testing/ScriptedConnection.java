package dev.enclave.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One connection to a {@link ScriptedEngine}, as its script sees it: blocking, used by the script's thread. */
public final class ScriptedConnection {

    private static final int LONGEST_HEAD = 64 * 1024;

    private final SocketChannel channel;
    private final int index;
    private final Consumer<ScriptedRequest> record;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong bytesRead = new AtomicLong();

    ScriptedConnection(SocketChannel channel, int index, Consumer<ScriptedRequest> record) {
        this.channel = channel;
        this.index = index;
        this.record = record;
    }

    void play(ScriptedEngine.Script script) {
        try {
            script.play(this);
        } catch (IOException e) {
            // The other side has gone, or the engine was closed.
        } finally {
            close();
            ended.countDown();
        }
    }

    /** Returns which connection of the engine this is, from 0. */
    public int index() {
        return index;
    }

    /** Returns how many bytes have arrived. */
    public long bytesRead() {
        return bytesRead.get();
    }

    /** Returns whether the script has ended. */
    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Reads a whole request; null when the other side closes instead. */
    public ScriptedRequest readRequest() throws IOException {
        String head = readHead();
        if (head == null) {
            return null;
        }
        List<String> lines = head.lines().toList();
        Map<String, String> headers = new TreeMap<>();
        for (String line : lines.subList(1, lines.size() - 1)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        ScriptedRequest request = new ScriptedRequest(lines.get(0), headers, readBody(headers));
        record.accept(request);
        return request;
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.substring(Math.max(0, head.length() - 4)).equals("\r\n\r\n")) {
            int next = read();
            if (next < 0) {
                return null;
            }
            if (head.length() == LONGEST_HEAD) {
                throw new IOException("a head that does not end");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private byte[] readBody(Map<String, String> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return readExactly(Integer.parseInt(headers.get("content-length")));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                body.writeBytes(readExactly(size));
                readExactly(2);
            }
            readExactly(2);
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = read(); next != '\n'; next = read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.append((char) next);
        }
        return Integer.parseInt(line.toString().strip(), 16);
    }

    /** Reads a number of bytes. */
    public byte[] readExactly(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (read(bytes) < 0) {
                throw new EOFException();
            }
        }
        return bytes.array();
    }

    /** Reads a byte; -1 when the other side has ended its output. */
    public int read() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        return read(one) < 0 ? -1 : one.get(0) & 0xff;
    }

    private int read(ByteBuffer buffer) throws IOException {
        int count = channel.read(buffer);
        bytesRead.addAndGet(Math.max(count, 0));
        return count;
    }

    /** Waits until the other side ends its output, throwing away what it still sends. */
    public void awaitEnd() throws IOException {
        ByteBuffer thrownAway = ByteBuffer.allocate(64 * 1024);
        while (read(thrownAway) >= 0) {
            thrownAway.clear();
        }
    }

    /** Sends text, one byte a character. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes. */
    public void send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Sends a JSON answer with its length. */
    public void sendJson(int status, String json) throws IOException {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        send(("HTTP/1.1 " + status + " Scripted\r\nContent-Type: application/json\r\nContent-Length: " + length
                        + "\r\n\r\n" + json)
                .getBytes(StandardCharsets.UTF_8));
    }

    /** Ends the output of this side, while reading goes on. */
    public void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Waits until the test lets the script go on. */
    public void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IOException("the test never let the script go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Closes the connection. */
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
