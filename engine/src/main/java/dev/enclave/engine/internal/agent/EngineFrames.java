package dev.enclave.engine.internal.agent;

import dev.enclave.docker.stream.StreamFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The frames that the engine sends, as bytes. */
final class EngineFrames {

    /** The version of the protocol. */
    static final int VERSION = 1;

    private static final int HEADER = 9;
    private static final byte HELLO = 0x01;
    private static final byte SPAWN_PART = 0x02;
    private static final byte SPAWN = 0x03;
    private static final byte STDIN = 0x04;
    private static final byte STDIN_END = 0x05;
    private static final byte CREDIT = 0x06;
    private static final byte SIGNAL = 0x07;
    private static final byte KILL = 0x08;
    private static final byte RESIZE = 0x09;
    private static final byte DISCARD = 0x0A;
    private static final byte PING = 0x0B;

    private EngineFrames() {}

    /** The first frame: after {@code leaseMillis} without any frame the agent ends. */
    static byte[] hello(int leaseMillis) {
        return frame(HELLO, 0, 6).putShort((short) VERSION).putInt(leaseMillis).array();
    }

    /** The frames that start a command; no other command's may come between them. */
    static List<byte[]> spawn(int id, byte[] description) {
        List<byte[]> frames = new ArrayList<>();
        int at = 0;
        for (; description.length - at > FrameDecoder.LONGEST_PAYLOAD; at += FrameDecoder.LONGEST_PAYLOAD) {
            frames.add(part(SPAWN_PART, id, description, at, FrameDecoder.LONGEST_PAYLOAD));
        }
        frames.add(part(SPAWN, id, description, at, description.length - at));
        return frames;
    }

    /** Standard input. */
    static byte[] stdin(int id, byte[] bytes, int offset, int length) {
        return part(STDIN, id, bytes, offset, length);
    }

    /** The end of standard input. */
    static byte[] stdinEnd(int id) {
        return frame(STDIN_END, id, 0).array();
    }

    /** So many more bytes of an output may be sent. */
    static byte[] credit(int id, StreamFrame.Source source, int bytes) {
        byte stream = (byte) (source == StreamFrame.Source.STDERR ? 2 : 1);
        return frame(CREDIT, id, 5).put(stream).putInt(bytes).array();
    }

    /** A signal to the command's own process. */
    static byte[] signal(int id, int number) {
        return frame(SIGNAL, id, 2).put((byte) number).put((byte) 0).array();
    }

    /** The end of the whole tree. */
    static byte[] kill(int id, int graceMillis) {
        return frame(KILL, id, 4).putInt(graceMillis).array();
    }

    /** Another size of the terminal. */
    static byte[] resize(int id, int rows, int columns) {
        return frame(RESIZE, id, 4)
                .putShort((short) rows)
                .putShort((short) columns)
                .array();
    }

    /** What is printed from now on is not wanted. */
    static byte[] discard(int id) {
        return frame(DISCARD, id, 0).array();
    }

    /** Asks for an answer, and keeps the lease. */
    static byte[] ping(long token) {
        return frame(PING, 0, 8).putLong(token).array();
    }

    private static byte[] part(byte type, int id, byte[] bytes, int offset, int length) {
        return frame(type, id, length).put(bytes, offset, length).array();
    }

    private static ByteBuffer frame(byte type, int id, int length) {
        return ByteBuffer.allocate(HEADER + length).putInt(length).put(type).putInt(id);
    }
}
