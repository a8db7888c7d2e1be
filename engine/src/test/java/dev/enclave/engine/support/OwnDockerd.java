package dev.enclave.engine.support;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestEngine;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A dockerd of a test's own, with a containerd of its own, which the test can kill and start again. It has a network name space of its own:
 * in that of another dockerd it would take that one's bridge and firewall rules away.
 */
public final class OwnDockerd implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NAME = "dockerd";

    /** Where the launcher unpacks programs that it does not install. */
    private static final Path UNPACKED = Path.of(
            Objects.requireNonNullElse(System.getenv("ENCLAVE_HOME"), "/var/lib/enclave"),
            "packages",
            "docker-28.5",
            "usr");

    private final Path root;
    private final DockerClient client;
    private Process process;

    private OwnDockerd(Path root) {
        this.root = root;
        this.client = DockerClient.create(DockerClientOptions.DEFAULTS.withEndpoint(DockerEndpoint.unix(socket())));
        this.process = launch();
    }

    /**
     * Starts one, without any image. A machine that cannot have it skips the test, and says why.
     *
     * @param root where it keeps everything; a short path, as it holds sockets
     */
    public static OwnDockerd start(Path root) {
        Assumptions.assumeTrue(isRoot(), "NOT TESTED: only root on Linux can start a dockerd of its own");
        Assumptions.assumeTrue(
                programFolders().anyMatch(folder -> Files.isExecutable(folder.resolve(NAME))),
                "NOT TESTED: there is no dockerd to start, neither on PATH nor in " + UNPACKED);
        return new OwnDockerd(root);
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static Stream<Path> programFolders() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        Stream<Path> searched = Stream.of(path.split(File.pathSeparator)).map(Path::of);
        return Stream.concat(
                searched,
                Stream.of(Path.of("/usr/sbin"), Path.of("/sbin"), UNPACKED.resolve("sbin"), UNPACKED.resolve("bin")));
    }

    private Path socket() {
        return root.resolve("d.sock");
    }

    private Path log() {
        return root.resolve("log");
    }

    private Process launch() {
        List<String> command = new ArrayList<>(List.of("unshare", "--net", "--", NAME));
        command.addAll(List.of("-H", "unix://" + socket(), "--data-root", root.resolve("data") + ""));
        command.addAll(List.of("--exec-root", root.resolve("exec") + "", "--pidfile", root.resolve("pid") + ""));
        command.addAll(List.of("--bridge", "none", "--iptables=false", "--ip-forward=false", "--log-level", "warn"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment()
                .put(
                        "PATH",
                        String.join(
                                File.pathSeparator,
                                programFolders().map(Path::toString).toList()));
        try {
            Process started = builder.start();
            Eventually.holds("dockerd answers", () -> answers(started));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers(Process started) throws IOException {
        if (!started.isAlive()) {
            throw new AssertionError("dockerd does not start: " + Files.readString(log()));
        }
        return client.system().ping().thenReturn(true).onErrorReturn(false).block(PATIENCE);
    }

    /** Returns a client of it, which lives as long as this. */
    public DockerClient client() {
        return client;
    }

    /** Gives it an image that the engine of the tests has. */
    public void take(String image) {
        client.images().load(TestEngine.client().images().save(List.of(image))).block(PATIENCE);
    }

    /**
     * Kills it with SIGKILL, and waits for its end and that of its containerd, which goes with it; its containers do not. As long as nobody has asked
     * how the containerd ended, the next dockerd takes it for one that runs, and waits for it in vain.
     */
    public void kill() {
        Optional<Path> containerd = containerd();
        process.destroyForcibly().onExit().join();
        containerd.ifPresent(gone -> Eventually.holds("containerd has ended", () -> Files.notExists(gone)));
    }

    /** Where Linux tells of the containerd; empty when there is none, as after an orderly end. */
    private Optional<Path> containerd() {
        try {
            String pid = Files.readString(root.resolve("exec/containerd/containerd.pid"));
            return Optional.of(Path.of("/proc", pid.strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again after a kill, with all that it has on its disk. */
    public void startAgain() {
        process = launch();
    }

    /** Stops it in order; one that was killed is started once more, to end the containers that it has left. */
    @Override
    public void close() throws IOException {
        if (!process.isAlive()) {
            startAgain();
        }
        client.close().block(PATIENCE);
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        kill();
        // One that was killed leaves its mounts.
        for (String mount : mounts()) {
            new ProcessBuilder("umount", "--lazy", mount)
                    .inheritIO()
                    .start()
                    .onExit()
                    .join();
        }
    }

    private List<String> mounts() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mounts"), StandardCharsets.UTF_8)) {
            return lines.map(line -> line.split(" ", -1)[1])
                    .filter(mount -> mount.startsWith(root + "/"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }
}
