package dev.enclave.engine.support;

import dev.enclave.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A program in a JVM of its own, with this JVM's Java and class path, which a test can kill. */
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final Queue<String> printed = new ConcurrentLinkedQueue<>();

    private ChildJvm(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "child-jvm");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a program.
     *
     * @param program the class with its main method
     * @param temporaryFolder what the program takes for the system's folder of temporary files
     * @param arguments its arguments
     */
    public static ChildJvm start(Class<?> program, Path temporaryFolder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporaryFolder,
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        try {
            return new ChildJvm(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(printed::add);
        } catch (IOException | UncheckedIOException e) {
            // The program was killed.
        }
    }

    /** Waits for a line that begins with a word and returns the rest of it. */
    public String await(String word) {
        return Eventually.get("what the child says after '" + word + "', of " + printed, () -> rest(word), rest -> {
            if (rest == null && !process.isAlive()) {
                throw new AssertionError("the child ended: " + String.join("\n", printed));
            }
            return rest != null;
        });
    }

    private String rest(String word) {
        return printed.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()).strip())
                .findFirst()
                .orElse(null);
    }

    /** Sends SIGKILL and waits for the end. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends SIGTERM and waits for the end. */
    public void terminate() {
        process.destroy();
        process.onExit().join();
    }

    /** Writes a line to its standard input. */
    public void tell(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether a process runs; one that has ended and waits for its parent to notice does not. */
    public static boolean runs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
