package dev.enclave.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real image registry on a free port of the loopback interface, which engines trust without TLS: Debian's {@code docker-registry}. Keeps
 * its images in a temporary directory and loses them when closed.
 */
public final class LocalRegistry implements AutoCloseable {

    /** Who may use a registry {@linkplain #withPassword() with a password}. */
    public static final String USER = "tester";

    /** The password of {@link #USER}. With {@code ?} and {@code >} its base64 form needs both alphabets' different letters. */
    public static final String PASSWORD = "k?>k?>~~-hunter2";

    /** Of {@link #PASSWORD}; nothing in the JDK makes such a hash, which is the only kind that the registry accepts. */
    private static final String BCRYPT = "$2y$05$TestsOfEnclaveOnlyTeseQ7pdDMKm2m9Dh5MFHLOGmriHJ8V3Fve";

    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

    private final Path directory;
    private final Process process;
    private final int port;

    private LocalRegistry(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /** Starts a registry that everybody may use. */
    public static LocalRegistry open() {
        return start("");
    }

    /** Starts a registry for {@link #USER} with {@link #PASSWORD} only. */
    public static LocalRegistry withPassword() {
        return start("auth: {htpasswd: {realm: tests, path: %s/htpasswd}}\n");
    }

    private static LocalRegistry start(String auth) {
        try {
            Path directory = Files.createTempDirectory("registry");
            Files.writeString(directory.resolve("htpasswd"), USER + ":" + BCRYPT + "\n");
            Path config = Files.writeString(
                    directory.resolve("config.yml"), config(auth).replace("%s", directory.toString()));
            Process process = launch(config);
            return new LocalRegistry(directory, process, port(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String config(String auth) {
        return """
                version: 0.1
                log: {level: info}
                storage: {filesystem: {rootdirectory: %s/data}, delete: {enabled: true}}
                http: {addr: '127.0.0.1:0'}
                """ + auth;
    }

    private static Process launch(Path config) {
        try {
            return new ProcessBuilder(List.of("docker-registry", "serve", config.toString()))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new AssertionError(
                    "This test needs a registry: './enclave test' installs it, so does 'apt-get install docker-registry'",
                    e);
        }
    }

    /** Waits until the registry says where it listens; what it says later is read and thrown away, so that it never blocks. */
    private static int port(Process process) {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread reader = new Thread(() -> readOutput(process, port), "registry-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return port.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("the registry did not start", e);
        }
    }

    private static void readOutput(Process process, CompletableFuture<Integer> port) {
        StringBuilder all = new StringBuilder();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher matcher = LISTENING.matcher(line);
                if (matcher.find()) {
                    port.complete(Integer.valueOf(matcher.group(1)));
                } else if (!port.isDone()) {
                    all.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            all.append(e);
        }
        port.completeExceptionally(new IOException("the registry ended: " + all));
    }

    /** Returns the host and port, the first part of the references of its images. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Stops the registry and deletes its images. */
    @Override
    public void close() {
        process.destroyForcibly();
        try (Stream<Path> files = Files.walk(directory)) {
            process.waitFor(10, TimeUnit.SECONDS);
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
