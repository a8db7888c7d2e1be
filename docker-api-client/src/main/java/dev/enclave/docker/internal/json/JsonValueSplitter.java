package dev.enclave.docker.internal.json;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream of JSON objects into its objects, whatever stands between them (nothing, line breaks, record separators) and however
 * the bytes are cut. Not thread-safe; one per stream. Holds at most one unfinished object, up to {@link #MAX_OBJECT_BYTES}.
 */
public final class JsonValueSplitter {

    /** The largest object accepted; the engine's are far smaller. */
    public static final int MAX_OBJECT_BYTES = 16 * 1024 * 1024;

    private final ByteArrayOutputStream current = new ByteArrayOutputStream();
    private int depth;
    private boolean inString;
    private boolean escaped;

    /**
     * Takes the next bytes of the stream.
     *
     * @param bytes what arrived
     * @return the objects that are now complete
     * @throws IllegalStateException if something other than objects is found, or an object is too large
     */
    public List<byte[]> feed(byte[] bytes) {
        List<byte[]> complete = new ArrayList<>();
        int start = depth > 0 ? 0 : -1;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (depth == 0) {
                if (b == '{') {
                    start = i;
                    depth = 1;
                } else if (!isSeparator(b)) {
                    throw new IllegalStateException(
                            "expected a JSON object but found byte 0x" + Integer.toHexString(b & 0xff));
                }
            } else if (step(b)) {
                current.write(bytes, start, i + 1 - start);
                complete.add(current.toByteArray());
                current.reset();
                start = -1;
            }
        }
        if (depth > 0) {
            current.write(bytes, start, bytes.length - start);
            if (current.size() > MAX_OBJECT_BYTES) {
                throw new IllegalStateException("a JSON object larger than " + MAX_OBJECT_BYTES + " bytes");
            }
        }
        return complete;
    }

    /** Tells whether the stream may end here, that is, not inside an object. */
    public boolean isAtBorder() {
        return depth == 0;
    }

    /** Advances by a byte inside an object; true when it closes the object. */
    private boolean step(byte b) {
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inString = false;
            }
            return false;
        }
        switch (b) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            default -> {}
        }
        return depth == 0;
    }

    private static boolean isSeparator(byte b) {
        return b == '\n' || b == '\r' || b == ' ' || b == '\t' || b == 0x1e;
    }
}
