package dev.enclave.benchmarks.peer;

import java.util.List;
import java.util.UUID;
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

    /** {@return a name that no container has} */
    static String newName() {
        return "enclave-bench-" + UUID.randomUUID();
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

    /** The command that prints zeros. */
    static List<String> printing(long bytes) {
        return List.of("head", "-c", Long.toString(bytes), "/dev/zero");
    }
}
