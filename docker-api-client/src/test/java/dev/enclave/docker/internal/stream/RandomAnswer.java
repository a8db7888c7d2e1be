package dev.enclave.docker.internal.stream;

import static dev.enclave.docker.internal.stream.EngineBytes.concat;
import static dev.enclave.docker.internal.stream.EngineBytes.frame;
import static dev.enclave.docker.internal.stream.EngineBytes.head;

import dev.enclave.docker.stream.StreamFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** An answer that is a stream: hijacked or not, in frames or not, in chunks or with a length; frames are empty, tiny, or larger than any buffer. */
final class RandomAnswer {

    private static final int LARGEST_FRAME = 200_000;

    private final Map<StreamFrame.Source, ByteArrayOutputStream> content = new EnumMap<>(StreamFrame.Source.class);
    private final boolean hijack;
    private final Framing framing;
    private final int headLength;
    private final byte[] bytes;

    RandomAnswer(Random random) {
        this.hijack = random.nextBoolean();
        this.framing = random.nextBoolean() ? Framing.MULTIPLEXED : Framing.RAW;
        byte[] body = framing == Framing.MULTIPLEXED ? frames(random) : plain(random);
        byte[] head;
        if (hijack) {
            head = latin(head(
                    random.nextBoolean() ? "HTTP/1.1 101 UPGRADED" : "HTTP/1.1 200 OK",
                    "Content-Type: application/vnd.docker.raw-stream",
                    "Connection: Upgrade",
                    "Upgrade: tcp"));
        } else if (random.nextBoolean()) {
            head = latin(head("HTTP/1.1 200 OK", "Content-Length: " + body.length));
        } else {
            head = latin(head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"));
            body = chunked(body, random);
        }
        this.headLength = head.length;
        this.bytes = concat(head, body);
    }

    private byte[] frames(Random random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = random.nextInt(12); i > 0; i--) {
            int type = random.nextInt(3);
            byte[] payload = payload(random);
            all.writeBytes(frame(type, payload));
            add(type == 2 ? StreamFrame.Source.STDERR : StreamFrame.Source.STDOUT, payload);
        }
        return all.toByteArray();
    }

    private byte[] plain(Random random) {
        byte[] payload = payload(random);
        add(StreamFrame.Source.RAW, payload);
        return payload;
    }

    private static byte[] payload(Random random) {
        byte[] payload = switch (random.nextInt(6)) {
            case 0 -> new byte[0];
            case 1 -> new byte[random.nextInt(LARGEST_FRAME)];
            default -> new byte[random.nextInt(40)];
        };
        random.nextBytes(payload);
        return payload;
    }

    private void add(StreamFrame.Source source, byte[] payload) {
        if (payload.length > 0) {
            content.computeIfAbsent(source, key -> new ByteArrayOutputStream()).writeBytes(payload);
        }
    }

    /** Cut elsewhere than the frames. */
    private static byte[] chunked(byte[] body, Random random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; ) {
            int length = Math.min(body.length - at, 1 + random.nextInt(random.nextBoolean() ? 30 : 100_000));
            all.writeBytes(latin(Integer.toHexString(length) + "\r\n"));
            all.write(body, at, length);
            all.writeBytes(latin("\r\n"));
            at += length;
        }
        all.writeBytes(latin("0\r\n\r\n"));
        return all.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean hijack() {
        return hijack;
    }

    Framing framing() {
        return framing;
    }

    int headLength() {
        return headLength;
    }

    byte[] bytes() {
        return bytes;
    }

    byte[] contentOf(StreamFrame.Source source) {
        ByteArrayOutputStream all = content.get(source);
        return all == null ? new byte[0] : all.toByteArray();
    }
}
