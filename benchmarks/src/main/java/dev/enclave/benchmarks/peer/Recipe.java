package dev.enclave.benchmarks.peer;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The container that all peers make for a sandbox, and the command that they run in it.
 *
 * @param image its image
 * @param memoryBytes its limit of memory
 * @param pids its limit of processes
 */
public record Recipe(String image, long memoryBytes, long pids) {

    /** The container's own program. */
    public static final List<String> MAIN = List.of("tail", "-f", "/dev/null");

    /** The command. */
    public static final List<String> COMMAND = List.of("/bin/echo", "hi");

    private static final int BLOCK = 64 << 10;

    /** How many bytes the command prints. */
    public static final int PRINTED = 3;

    /**
     * A container with the limits that Enclave's sandboxes have.
     *
     * @param image its image
     * @return the recipe
     */
    public static Recipe of(String image) {
        return new Recipe(image, 512L << 20, 256);
    }

    /** {@return the request to create it, as JSON} */
    String toJson() {
        return "{\"Image\":\"" + image + "\",\"Cmd\":" + json(MAIN)
                + ",\"HostConfig\":{\"NetworkMode\":\"none\",\"LogConfig\":{\"Type\":\"none\"},\"Memory\":"
                + memoryBytes
                + ",\"PidsLimit\":" + pids + "}}";
    }

    /** {@return the request for a command, as JSON} */
    static String commandJson(List<String> command) {
        return "{\"Cmd\":" + json(command) + ",\"AttachStdout\":true,\"AttachStderr\":true}";
    }

    private static String json(List<String> words) {
        return words.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }

    /**
     * The command that prints zeros as fast as it can; BusyBox's head takes longer for its bytes than anybody on their way.
     *
     * @param bytes how many, in whole blocks of 64 KiB
     */
    static List<String> printing(long bytes) {
        if (bytes % BLOCK != 0) {
            throw new IllegalArgumentException(bytes + " bytes are no whole blocks of " + BLOCK);
        }
        return List.of("dd", "if=/dev/zero", "bs=" + BLOCK, "count=" + bytes / BLOCK, "status=none");
    }
}
