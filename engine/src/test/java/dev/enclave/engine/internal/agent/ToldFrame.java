package dev.enclave.engine.internal.agent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A frame from the agent, read without any of the engine's code: its type as the protocol names it, its id and payload. */
final class ToldFrame {

    static final int HELLO = 0x81;
    static final int STARTED = 0x82;
    static final int STDOUT = 0x83;
    static final int STDERR = 0x84;
    static final int EOF = 0x85;
    static final int EXIT = 0x86;
    static final int GONE = 0x87;
    static final int FAILED = 0x88;
    static final int CREDIT = 0x89;
    static final int STDIN_CLOSED = 0x8A;
    static final int PONG = 0x8B;
    static final int NO_SOCKET = 0x8C;
    static final int FATAL = 0x8F;

    private final int type;
    private final int id;
    private final byte[] payload;

    ToldFrame(int type, int id, byte[] payload) {
        this.type = type;
        this.id = id;
        this.payload = payload.clone();
    }

    int type() {
        return type;
    }

    int id() {
        return id;
    }

    byte[] payload() {
        return payload.clone();
    }

    int u8(int at) {
        return payload[at] & 0xff;
    }

    int u32(int at) {
        return ByteBuffer.wrap(payload).getInt(at);
    }

    long u64(int at) {
        return ByteBuffer.wrap(payload).getLong(at);
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The last field of FAILED and FATAL. */
    String message() {
        int at = type == FAILED ? 5 : 0;
        return new String(payload, at + 4, u32(at), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return switch (type) {
            case HELLO -> "HELLO";
            case STARTED -> "STARTED";
            case STDOUT -> "STDOUT " + text();
            case STDERR -> "STDERR " + text();
            case EOF -> "EOF " + u8(0) + (u64(1) == 0 ? "" : " without " + u64(1));
            case EXIT -> (u8(0) == 0 ? "EXIT " : "SIGNAL ") + u32(1);
            case GONE -> "GONE";
            case FAILED -> "FAILED " + u32(0) + " at " + u8(4);
            case CREDIT -> "CREDIT " + u32(0);
            case STDIN_CLOSED -> "STDIN_CLOSED";
            case PONG -> "PONG";
            case FATAL -> "FATAL " + message();
            default -> "?" + type;
        };
    }
}
