package dev.enclave.docker.internal.stream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What an engine sends, made by hand. */
final class EngineBytes {

    /** The head of an answer to a hijack. */
    static final String UPGRADED = head(
            "HTTP/1.1 101 UPGRADED",
            "Content-Type: application/vnd.docker.raw-stream",
            "Connection: Upgrade",
            "Upgrade: tcp");

    private EngineBytes() {}

    /** The head of an answer. */
    static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** A frame of text. */
    static byte[] frame(int type, String payload) {
        return frame(type, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** A frame. */
    static byte[] frame(int type, byte[] payload) {
        return concat(frameHeader(type, payload.length), payload);
    }

    /** The header of a frame, whatever follows. */
    static byte[] frameHeader(int type, long length) {
        return ByteBuffer.allocate(8)
                .put((byte) type)
                .put(new byte[3])
                .putInt((int) length)
                .array();
    }

    /** Content as frames on standard output, of at most 10,000 bytes each. */
    static byte[] frames(byte[] content) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at < content.length; at += 10_000) {
            int length = Math.min(10_000, content.length - at);
            all.writeBytes(frameHeader(1, length));
            all.write(content, at, length);
        }
        return all.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
