package dev.enclave.docker.internal.ssh;

import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.SshOptions;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Starts the children of one client, and ends those that are left when it closes. Their sockets are in a directory that only this user may enter. */
public final class SshDialer {

    private static final long LAST_WORDS_SECONDS = 5;

    private final List<String> command;
    private final Path directory;
    private final boolean nativeSockets;
    private final AtomicLong numbers = new AtomicLong();
    private final Set<SshChild> children = ConcurrentHashMap.newKeySet();

    private SshDialer(List<String> command, Path directory, boolean nativeSockets) {
        this.command = command;
        this.directory = directory;
        this.nativeSockets = nativeSockets;
    }

    /**
     * Makes a dialer and its directory. Blocking.
     *
     * @param endpoint where to
     * @param options which ssh
     * @param connectTimeout how long ssh may take to connect
     * @param nativeSockets whether addresses are Netty's, not Java's
     */
    public static SshDialer create(
            DockerEndpoint.Ssh endpoint, SshOptions options, Duration connectTimeout, boolean nativeSockets) {
        try {
            // On POSIX systems only its owner has any right to it.
            Path directory = Files.createTempDirectory("enclave-ssh");
            return new SshDialer(SshCommand.of(endpoint, options, connectTimeout), directory, nativeSockets);
        } catch (IOException e) {
            throw new IllegalStateException("no directory for the sockets of ssh can be made: " + e.getMessage(), e);
        }
    }

    /** What stands for the engine where an address is needed; the sockets themselves have each a new one. */
    public SocketAddress address() {
        return addressOf(directory.resolve("engine"));
    }

    /** A handler for one channel, to be the first in its pipeline. */
    public SshConnectHandler newHandler() {
        return new SshConnectHandler(this);
    }

    Path nextSocket() {
        return directory.resolve(Long.toString(numbers.incrementAndGet()));
    }

    SocketAddress addressOf(Path socket) {
        return nativeSockets ? new DomainSocketAddress(socket.toString()) : UnixDomainSocketAddress.of(socket);
    }

    SshChild start(Path socket) throws SshFailure {
        SshChild child = SshChild.start(command, socket);
        children.add(child);
        return child;
    }

    /** Ends a child, after a while if it may still be asked for its last words. */
    void end(SshChild child, boolean later) {
        if (later) {
            Schedulers.boundedElastic().schedule(() -> end(child, false), LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        } else {
            child.end().whenComplete((gone, error) -> children.remove(child));
        }
    }

    /** Ends all children, waits for them, and removes the directory. */
    public Mono<Void> close() {
        return Flux.fromIterable(children)
                .flatMap(child -> Mono.fromFuture(child::end))
                .then(Mono.<Void>fromRunnable(this::removeDirectory).subscribeOn(Schedulers.boundedElastic()));
    }

    private void removeDirectory() {
        try (var left = Files.list(directory)) {
            for (Path socket : left.toList()) {
                Files.deleteIfExists(socket);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // The directory of temporary files is cleaned by the system.
        }
    }
}
