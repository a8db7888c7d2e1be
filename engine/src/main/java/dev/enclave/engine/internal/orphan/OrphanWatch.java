package dev.enclave.engine.internal.orphan;

import dev.enclave.docker.transport.DockerEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Runs {@link OrphanWatchMain} beside this JVM. Where it cannot run (no Unix socket, no permission to start processes) sandboxes are
 * still tied to this process by their leases; only a container caught between its create and its start then waits for the next engine.
 */
public final class OrphanWatch {

    private static final Logger LIFECYCLE = LoggerFactory.getLogger("dev.enclave.lifecycle");
    private static final String CLASS_FILE = OrphanWatchMain.class.getName().replace('.', '/') + ".class";

    private final String engineId;
    private @Nullable Process process;
    private boolean stopped;

    /**
     * Creates a watch that does not run yet.
     *
     * @param engineId the value of the label by which this engine's containers are found
     */
    public OrphanWatch(String engineId) {
        this.engineId = engineId;
    }

    /**
     * Starts the watch. From then on it works, however early this process is killed.
     *
     * @param endpoint where the engine is
     * @param sockets a folder of this process, which goes with it; null for none
     * @return completes when it runs, or cannot
     */
    public Mono<Void> start(DockerEndpoint endpoint, @Nullable Path sockets) {
        if (!(endpoint instanceof DockerEndpoint.Unix unix)) {
            return Mono.empty();
        }
        return Mono.<Void>fromRunnable(() -> startBlocking(unix.socket(), sockets))
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** Once stopped, it does not start any more. */
    private synchronized void startBlocking(Path socket, @Nullable Path sockets) {
        if (stopped) {
            return;
        }
        Path folder = null;
        try {
            folder = Files.createTempDirectory("enclave-orphan-watch");
            copyClass(folder);
            ProcessBuilder builder = new ProcessBuilder(
                            javaCommand(),
                            "-Xmx16m",
                            "-Xss256k",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:-UsePerfData",
                            "-cp",
                            folder.toString(),
                            OrphanWatchMain.class.getName(),
                            socket.toString(),
                            engineId,
                            folder.toString(),
                            sockets == null ? "" : sockets.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            // Agents and settings of this JVM are not for the child.
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH").forEach(builder.environment()::remove);
            process = builder.start();
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            LIFECYCLE.warn("no orphan watch beside this process: {}", e.toString());
            delete(folder);
        }
    }

    private static void copyClass(Path folder) throws IOException {
        Path target = folder.resolve(CLASS_FILE);
        Files.createDirectories(target.getParent());
        try (InputStream in = OrphanWatchMain.class.getClassLoader().getResourceAsStream(CLASS_FILE)) {
            if (in == null) {
                throw new IOException("no " + CLASS_FILE + " on the class path");
            }
            Files.copy(in, target);
        }
    }

    private static void delete(@Nullable Path folder) {
        if (folder != null) {
            try {
                OrphanWatchMain.deleteOwnFiles(folder);
            } catch (IOException e) {
                LIFECYCLE.debug("{} is left", folder, e);
            }
        }
    }

    private static String javaCommand() {
        return ProcessHandle.current()
                .info()
                .command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    /** Tells the watch that there is nothing left to watch. */
    public Mono<Void> stop() {
        return Mono.<Void>fromRunnable(this::stopBlocking).subscribeOn(Schedulers.boundedElastic());
    }

    private synchronized void stopBlocking() {
        stopped = true;
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        try (OutputStream toChild = running.getOutputStream()) {
            toChild.write('q');
        } catch (IOException e) {
            LIFECYCLE.debug("the orphan watch had already ended", e);
        }
    }
}
