package dev.enclave.engine.internal.agent;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The payload of a frame, field by field. */
final class Payload {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Payload u8(int value) {
        bytes.write(value);
        return this;
    }

    Payload u16(int value) {
        return u8(value >> 8).u8(value);
    }

    Payload u32(long value) {
        bytes.writeBytes(ByteBuffer.allocate(4).putInt((int) value).array());
        return this;
    }

    Payload string(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        u32(text.length);
        bytes.writeBytes(text);
        return this;
    }

    Payload strings(List<String> values) {
        u32(values.size());
        values.forEach(this::string);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
