package dev.enclave.engine.internal.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The agent's program for one architecture, from the engine's jar. */
final class AgentBinary {

    /** As engines tell architectures: as Go names them, or as the kernel does. */
    private static final Map<String, String> FOLDERS =
            Map.of("amd64", "linux-amd64", "x86_64", "linux-amd64", "arm64", "linux-arm64", "aarch64", "linux-arm64");

    private static final int VERSION_LENGTH = 12;

    private final byte[] bytes;
    private final String version;

    private AgentBinary(byte[] bytes) {
        this.bytes = bytes;
        this.version = HexFormat.of().formatHex(sha256(bytes)).substring(0, VERSION_LENGTH);
    }

    /** Reads it; empty where this engine was built without one for that architecture. Blocks: not for event loops. */
    static Optional<AgentBinary> load(String architecture) {
        String folder = FOLDERS.get(architecture);
        if (folder == null) {
            return Optional.empty();
        }
        try (InputStream resource = AgentBinary.class.getResourceAsStream("/dev/enclave/agent/" + folder + "/agent")) {
            return resource == null ? Optional.empty() : Optional.of(new AgentBinary(resource.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("the agent's program cannot be read from the engine's jar", e);
        }
    }

    /** A program that is in no jar. */
    static AgentBinary of(byte[] program) {
        return new AgentBinary(program.clone());
    }

    /** What tells it from every other build: the beginning of its SHA-256. */
    String version() {
        return version;
    }

    /** The program; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
