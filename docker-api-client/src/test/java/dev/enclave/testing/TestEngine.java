package dev.enclave.testing;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.SocketKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import reactor.core.publisher.Flux;

/**
 * The real engine that tests run against: the one that {@link DockerClient#create()} finds. Its clients are shared by all test classes
 * of a run and closed at the run's end (by {@link NoLeftovers}). Where no engine answers, tests fail.
 */
public final class TestEngine {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<SocketKind, DockerClient> CLIENTS = new EnumMap<>(SocketKind.class);

    private TestEngine() {}

    /** Returns the shared client. */
    public static DockerClient client() {
        return client(SocketKind.AUTO);
    }

    /** Returns the shared client of a kind of sockets. */
    public static synchronized DockerClient client(SocketKind kind) {
        return CLIENTS.computeIfAbsent(kind, key -> connect(DockerClientOptions.DEFAULTS.withSocketKind(key)));
    }

    /** Returns where it is. */
    public static DockerEndpoint endpoint() {
        return client().endpoint().blockOptional(PATIENCE).orElseThrow().endpoint();
    }

    static DockerClient connect(DockerClientOptions options) {
        DockerClient client = DockerClient.create(options);
        try {
            client.system().ping().block(PATIENCE);
        } catch (DockerException e) {
            client.close().block(PATIENCE);
            throw new AssertionError(
                    "These tests need a container engine and none answers: run './enclave test', or set DOCKER_HOST. "
                            + e.getMessage(),
                    e);
        }
        return client;
    }

    /** Closes the clients; the next use makes new ones. */
    static synchronized void close() {
        Flux.fromIterable(CLIENTS.values()).flatMap(DockerClient::close).blockLast(PATIENCE);
        CLIENTS.clear();
    }
}
