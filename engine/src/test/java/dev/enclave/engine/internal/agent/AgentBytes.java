package dev.enclave.engine.internal.agent;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes frames as the agent does. */
final class AgentBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private AgentBytes() {}

    static AgentBytes of() {
        return new AgentBytes();
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    AgentBytes hello(int version) {
        return add(0x81, 0, ByteBuffer.allocate(2).putShort((short) version));
    }

    AgentBytes noSocket(int errno) {
        return add(0x8C, 0, ByteBuffer.allocate(4).putInt(errno));
    }

    AgentBytes started(int id, int processId) {
        return add(0x82, id, ByteBuffer.allocate(4).putInt(processId));
    }

    AgentBytes output(int id, int stream, byte[] printed) {
        return add(0x82 + stream, id, ByteBuffer.wrap(printed));
    }

    AgentBytes output(int id, int stream, String printed) {
        return output(id, stream, printed.getBytes(StandardCharsets.UTF_8));
    }

    AgentBytes endOfOutput(int id, int stream, long thrownAway) {
        return add(0x85, id, ByteBuffer.allocate(9).put((byte) stream).putLong(thrownAway));
    }

    AgentBytes exited(int id, int kind, int value, long user, long system, long peak, long memoryKills) {
        return add(
                0x86,
                id,
                ByteBuffer.allocate(37)
                        .put((byte) kind)
                        .putInt(value)
                        .putLong(user)
                        .putLong(system)
                        .putLong(peak)
                        .putLong(memoryKills));
    }

    AgentBytes exited(int id, int code) {
        return exited(id, 0, code, 0, 0, 0, 0);
    }

    AgentBytes gone(int id) {
        return add(0x87, id, ByteBuffer.allocate(0));
    }

    AgentBytes failed(int id, int errno, int step, String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        return add(
                0x88,
                id,
                ByteBuffer.allocate(9 + text.length)
                        .putInt(errno)
                        .put((byte) step)
                        .putInt(text.length)
                        .put(text));
    }

    AgentBytes inputCredit(int id, long credit) {
        return add(0x89, id, ByteBuffer.allocate(4).putInt((int) credit));
    }

    AgentBytes inputClosed(int id) {
        return add(0x8A, id, ByteBuffer.allocate(0));
    }

    AgentBytes pong(long token) {
        return add(0x8B, 0, ByteBuffer.allocate(8).putLong(token));
    }

    AgentBytes fatal(String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return add(
                0x8F,
                0,
                ByteBuffer.allocate(4 + text.length).putInt(text.length).put(text));
    }

    private AgentBytes add(int type, int id, ByteBuffer payload) {
        byte[] content = new byte[payload.capacity()];
        payload.rewind().get(content);
        bytes.writeBytes(ByteBuffer.allocate(9)
                .putInt(content.length)
                .put((byte) type)
                .putInt(id)
                .array());
        bytes.writeBytes(content);
        return this;
    }
}
