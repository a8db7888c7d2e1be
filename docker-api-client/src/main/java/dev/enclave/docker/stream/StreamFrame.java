package dev.enclave.docker.stream;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Bytes that arrived on a stream, and where they come from. A frame is what one read brought: borders mean nothing, a line or a
 * character may be cut anywhere. The array is the frame's own, never reused by the client.
 */
public final class StreamFrame {

    /** Where the bytes of a frame come from. */
    public enum Source {
        /** Standard output. */
        STDOUT,
        /** Standard error. */
        STDERR,
        /** A stream that is not multiplexed: a terminal, a JSON stream, an archive. */
        RAW
    }

    private final Source source;
    private final byte[] bytes;

    /**
     * Creates a frame. The array is not copied: do not change it afterwards.
     *
     * @param source where the bytes come from
     * @param bytes the bytes
     */
    public StreamFrame(Source source, byte[] bytes) {
        this.source = Objects.requireNonNull(source, "source");
        this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    /** {@return where the bytes come from} */
    public Source source() {
        return source;
    }

    /** {@return the bytes} The array is not copied: do not change it. */
    public byte[] bytes() {
        return bytes;
    }

    /** {@return source and length} */
    @Override
    public String toString() {
        return source + "[" + bytes.length + "]";
    }

    /** {@return the bytes as UTF-8} A character that is cut at the frame's border becomes U+FFFD: decode across frames where that matters. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
