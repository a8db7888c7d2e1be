package dev.enclave.engine.internal.agent;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.stream.StreamListener;
import dev.enclave.docker.transport.DockerEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The {@linkplain AgentSocket sockets} that this process offers to its sandboxes' agents, in a folder that only its user can enter. None
 * are offered where the container engine is on another host, and no more once one could not be reached: then agents use the streams that are
 * attached through the engine.
 */
public final class AgentSockets {

    private static final Logger LIFECYCLE = LoggerFactory.getLogger("dev.enclave.lifecycle");
    private static final Logger CLEANUP = LoggerFactory.getLogger("dev.enclave.cleanup");

    private static final String PREFIX = "enclave-";

    /** What the kernel takes as the path of a socket, less the zero at its end. */
    private static final int LONGEST_PATH = 107;

    /** Anybody in the sandbox may connect: its agent may have any user. On this host nobody else gets as far as the file. */
    private static final String ANYBODY = "rw-rw-rw-";

    private static final FileAttribute<?> FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final DockerClient client;
    private final AtomicBoolean offered;
    private final AtomicBoolean failing = new AtomicBoolean();
    private final @Nullable Path parent;
    private volatile @Nullable Path folder;

    /**
     * Creates it; nothing happens yet.
     *
     * @param client the container engine, whose event loops serve the sockets
     * @param offered whether sockets are wanted at all
     * @param parent where their folder is made; null for Java's folder for temporary files
     */
    public AgentSockets(DockerClient client, boolean offered, @Nullable Path parent) {
        this.client = client;
        this.offered = new AtomicBoolean(offered);
        this.parent = parent;
    }

    /**
     * Makes the folder, where the container engine is on this host.
     *
     * @param endpoint where the engine is
     * @return the folder; empty where no sockets are offered. Never signals an error
     */
    public Mono<Path> prepare(DockerEndpoint endpoint) {
        if (!offered.get() || !(endpoint instanceof DockerEndpoint.Unix)) {
            return Mono.empty();
        }
        return Mono.fromCallable(this::makeFolder)
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorResume(e -> {
                    giveUp("there is no folder for them: " + e);
                    return Mono.empty();
                });
    }

    private Path makeFolder() throws IOException {
        Path made = folder;
        if (made == null) {
            // For its owner only, where the file system knows owners.
            made = parent == null
                    ? Files.createTempDirectory(PREFIX).toAbsolutePath()
                    : Files.createTempDirectory(parent, PREFIX);
            folder = made;
        }
        return made;
    }

    /**
     * Makes a socket.
     *
     * @param name the file's name
     * @return the socket, listening; empty where none is offered. Never signals an error
     */
    public Mono<Optional<AgentSocket>> open(String name) {
        Path made = folder;
        if (made == null || !offered.get()) {
            return Mono.just(Optional.empty());
        }
        Path file = made.resolve(name);
        if (file.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            giveUp("their path is too long: " + made);
            return Mono.just(Optional.empty());
        }
        return listen(file)
                .map(listener -> new AgentSocket(listener, file, this::giveUp))
                .publishOn(Schedulers.boundedElastic())
                .delayUntil(socket -> Mono.fromCallable(
                                () -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(ANYBODY)))
                        .doOnError(e -> socket.dispose()))
                .map(Optional::of)
                .doOnNext(socket -> failing.set(false))
                .onErrorResume(e -> {
                    sayOnceThatItFails(e);
                    return Mono.just(Optional.empty());
                });
    }

    /** It may pass, as a lack of descriptors does: the next sandbox is offered one again. */
    private void sayOnceThatItFails(Throwable e) {
        if (failing.compareAndSet(false, true)) {
            LIFECYCLE.warn(
                    "an agent speaks through the container engine, as it could not be given a socket: {}",
                    String.valueOf(e));
        }
    }

    /** What looks after temporary folders may have removed one that nobody has used for days. */
    private Mono<StreamListener> listen(Path file) {
        return client.listen(file)
                .onErrorResume(
                        IOException.class,
                        e -> Mono.fromCallable(() -> Files.createDirectory(file.getParent(), FOR_OWNER))
                                .subscribeOn(Schedulers.boundedElastic())
                                .then(client.listen(file)));
    }

    private void giveUp(String reason) {
        if (offered.compareAndSet(true, false)) {
            LIFECYCLE.info("agents speak through the container engine, not by a socket of this process: {}", reason);
        }
    }

    /** Removes the folder. Never signals an error. */
    public Mono<Void> close() {
        return Mono.<Void>fromRunnable(this::removeFolder).subscribeOn(Schedulers.boundedElastic());
    }

    private void removeFolder() {
        Path made = folder;
        folder = null;
        if (made == null) {
            return;
        }
        try (Stream<Path> left = Files.list(made)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(made);
        } catch (IOException e) {
            CLEANUP.debug("{} is left", made, e);
        }
    }
}
