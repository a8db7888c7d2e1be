package dev.enclave.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * What was kept of one stream of a command: its beginning and its end, and how much is missing between them. Where nothing is missing, the
 * two together are the whole stream.
 */
public final class CapturedOutput {

    private static final byte[] NOTHING = {};

    private final byte[] head;
    private final byte[] tail;
    private final long missing;
    private final boolean lost;

    /**
     * Creates it.
     *
     * @param head the beginning; not copied
     * @param tail the end; not copied
     * @param missing how many bytes came between them, or before or behind the only one that was kept
     * @param lost whether an unknown amount was lost besides, because nobody read it while the command was ended
     */
    public CapturedOutput(byte[] head, byte[] tail, long missing, boolean lost) {
        this.head = Objects.requireNonNull(head, "head");
        this.tail = Objects.requireNonNull(tail, "tail");
        this.missing = missing;
        this.lost = lost;
    }

    /**
     * A stream that was kept as a whole.
     *
     * @param bytes the stream; not copied
     * @return its capture
     */
    public static CapturedOutput complete(byte[] bytes) {
        return new CapturedOutput(bytes, NOTHING, 0, false);
    }

    /** {@return the bytes of the beginning; not copied, do not change them} */
    public byte[] head() {
        return head;
    }

    /** {@return the bytes of the end; not copied, do not change them. Empty when the beginning is all that there was} */
    public byte[] tail() {
        return tail;
    }

    /** {@return how many bytes are missing; 0 for none} */
    public long missing() {
        return missing;
    }

    /** {@return whether this is not the whole stream} */
    public boolean truncated() {
        return missing > 0 || lost;
    }

    /** {@return beginning and end, one behind the other, without a marker} */
    public byte[] bytes() {
        if (tail.length == 0) {
            return head;
        }
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    /**
     * {@return the text, decoded as UTF-8; what is not UTF-8 becomes U+FFFD. Where bytes are missing, a line says how many: {@code [...
     * 12345 bytes are missing ...]}. A character that would be cut there is missing as a whole. Empty where nothing was to be kept}
     */
    public String text() {
        if (missing == 0 || head.length + tail.length == 0) {
            return new String(bytes(), StandardCharsets.UTF_8);
        }
        int headEnd = wholeCharacters(head);
        int tailStart = firstCharacter(tail);
        long notShown = missing + (head.length - headEnd) + tailStart;
        String before = new String(head, 0, headEnd, StandardCharsets.UTF_8);
        String after = new String(tail, tailStart, tail.length - tailStart, StandardCharsets.UTF_8);
        String marker = "[... " + notShown + " bytes are missing ...]\n";
        return before.isEmpty() || before.endsWith("\n") ? before + marker + after : before + "\n" + marker + after;
    }

    /** How many bytes are left when a character that is not complete at the end is taken away. */
    private static int wholeCharacters(byte[] bytes) {
        for (int back = 1; back <= 3 && back <= bytes.length; back++) {
            int value = bytes[bytes.length - back] & 0xff;
            if (value < 0x80) {
                return bytes.length;
            }
            if (value >= 0xc0) {
                int length = value >= 0xf0 ? 4 : value >= 0xe0 ? 3 : 2;
                return length > back ? bytes.length - back : bytes.length;
            }
        }
        return bytes.length;
    }

    /** Where the first character begins: behind the rest of one that was cut. */
    private static int firstCharacter(byte[] bytes) {
        int start = 0;
        while (start < 3 && start < bytes.length && (bytes[start] & 0xc0) == 0x80) {
            start++;
        }
        return start;
    }

    @Override
    public String toString() {
        int kept = head.length + tail.length;
        return kept + " bytes" + (missing > 0 ? " of " + (kept + missing) : lost ? " (more was lost)" : "");
    }
}
