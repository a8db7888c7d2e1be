package dev.enclave.docker.faults;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A request that was seen, and the answer to it, as bytes. Filled by one thread at a time. */
final class Exchange {

    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private long requested;
    private boolean inputEnded;
    private boolean afterInput;

    void request(byte[] bytes) {
        requested += bytes.length;
    }

    void endOfInput() {
        inputEnded = true;
    }

    void answer(byte[] bytes) {
        answer.writeBytes(bytes);
    }

    void endOfAnswer() {
        afterInput = inputEnded && head().startsWith("HTTP/1.1 101");
    }

    byte[] bytes() {
        return answer.toByteArray();
    }

    long requestLength() {
        return requested;
    }

    /** Returns how many bytes the head has. */
    static int headLength(byte[] bytes) {
        int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        return end < 0 ? bytes.length : end + 4;
    }

    private String head() {
        byte[] bytes = bytes();
        return new String(bytes, 0, headLength(bytes), StandardCharsets.ISO_8859_1);
    }

    /** Tells whether what follows the head came after the end of the input: the output of a program that reads. */
    boolean isAfterInput() {
        return afterInput;
    }

    /** Tells whether the end of the answer is the end of the connection. */
    boolean closes() {
        String head = head().toLowerCase(Locale.ROOT);
        return head.startsWith("http/1.1 101") || head.contains("\r\nconnection: close");
    }
}
