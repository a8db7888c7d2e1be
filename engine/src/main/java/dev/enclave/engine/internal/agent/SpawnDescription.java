package dev.enclave.engine.internal.agent;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a command is to be.
 *
 * @param input whether its standard input is fed; otherwise it is empty
 * @param terminal whether it has a terminal
 * @param keepsCapabilities whether it keeps all capabilities of the sandbox, as a privileged one does
 * @param window how many bytes of each output may be under way
 * @param rows the terminal's height; 0 for none in particular
 * @param columns the terminal's width; 0 for none in particular
 * @param user its user; empty for the agent's own
 * @param directory its working directory
 * @param argv the program and its arguments
 * @param environment its variables, as {@code NAME=value}
 */
record SpawnDescription(
        boolean input,
        boolean terminal,
        boolean keepsCapabilities,
        int window,
        int rows,
        int columns,
        String user,
        String directory,
        List<String> argv,
        List<String> environment) {

    /** How long a description may be in all. */
    static final int LONGEST = 4 << 20;

    private static final int INPUT = 1;
    private static final int TERMINAL = 2;
    private static final int KEEPS_CAPABILITIES = 4;

    /** Its bytes, as the protocol has them. */
    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(
                    (input ? INPUT : 0) | (terminal ? TERMINAL : 0) | (keepsCapabilities ? KEEPS_CAPABILITIES : 0));
            out.writeInt(window);
            out.writeInt(window);
            out.writeShort(rows);
            out.writeShort(columns);
            writeString(out, user);
            writeString(out, directory);
            writeStrings(out, argv);
            writeStrings(out, environment);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }

    private static void writeStrings(DataOutputStream out, List<String> strings) throws IOException {
        out.writeInt(strings.size());
        for (String string : strings) {
            writeString(out, string);
        }
    }

    private static void writeString(DataOutputStream out, String string) throws IOException {
        byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
