package dev.enclave.testing;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.DockerEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A stand-in for an engine that does what a real one cannot be made to do: answers cut anywhere, garbage, odd statuses, silence. It plays
 * one script for each connection, in a thread of its own, over plain blocking sockets, so that nothing of what is tested is used to test
 * it.
 */
public final class ScriptedEngine implements AutoCloseable {

    /** What happens on one connection; the connection closes when it returns. */
    @FunctionalInterface
    public interface Script {
        /** Plays the script. An {@link IOException} ends the connection. */
        void play(ScriptedConnection connection) throws IOException;
    }

    private static final int LONG_QUEUE = 1_000;

    private final ServerSocketChannel server;
    private final DockerEndpoint endpoint;
    private final Script script;
    private final List<ScriptedConnection> connections = new CopyOnWriteArrayList<>();
    private final List<ScriptedRequest> requests = new CopyOnWriteArrayList<>();

    private ScriptedEngine(ServerSocketChannel server, DockerEndpoint endpoint, Script script) {
        this.server = server;
        this.endpoint = endpoint;
        this.script = script;
    }

    /** Listens on a new Unix socket. */
    public static ScriptedEngine onUnixSocket(Script script) {
        return onUnixSocket(LONG_QUEUE, new CountDownLatch(0), script);
    }

    /** Listens on a new Unix socket with hardly a queue, and accepts nobody before the gate opens. */
    public static ScriptedEngine busyUntil(CountDownLatch gate, Script script) {
        return onUnixSocket(1, gate, script);
    }

    private static ScriptedEngine onUnixSocket(int queue, CountDownLatch gate, Script script) {
        try {
            Path socket = Files.createTempDirectory("scripted").resolve("engine.sock");
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket), queue);
            return start(new ScriptedEngine(server, DockerEndpoint.unix(socket), script), gate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens on a free TCP port of the loopback interface. */
    public static ScriptedEngine onTcp(Script script) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            return start(
                    new ScriptedEngine(server, DockerEndpoint.tcp("127.0.0.1", port), script), new CountDownLatch(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives every request the same answer, on connections that stay open. */
    public static ScriptedEngine answering(String answer) {
        return onUnixSocket(connection -> {
            while (connection.readRequest() != null) {
                connection.send(answer);
            }
        });
    }

    private static ScriptedEngine start(ScriptedEngine engine, CountDownLatch gate) {
        daemon("scripted-engine", () -> engine.acceptAfter(gate));
        return engine;
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAfter(CountDownLatch gate) {
        try {
            gate.await();
            while (server.isOpen()) {
                SocketChannel accepted = server.accept();
                ScriptedConnection connection = new ScriptedConnection(accepted, connections.size(), requests::add);
                connections.add(connection);
                daemon("scripted-connection", () -> connection.play(script));
            }
        } catch (IOException e) {
            // Closed, by close().
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns where this listens. */
    public DockerEndpoint endpoint() {
        return endpoint;
    }

    /** Returns options for clients of this: few threads, and no question about versions before the first request. */
    public DockerClientOptions options() {
        return DockerClientOptions.DEFAULTS
                .withEndpoint(endpoint)
                .withEventLoopThreads(1)
                .withApiVersion(ApiVersion.MINIMUM);
    }

    /** Returns a new client with {@link #options()}. */
    public DockerClient client() {
        return DockerClient.create(options());
    }

    /** Returns the requests that were read, in the order of their arrival. */
    public List<ScriptedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Returns the connections that were accepted so far. */
    public List<ScriptedConnection> connections() {
        return List.copyOf(connections);
    }

    /** Closes the socket and every connection, and removes the socket's file. */
    @Override
    public void close() {
        try {
            SocketAddress address = server.isOpen() ? server.getLocalAddress() : null;
            server.close();
            connections.forEach(ScriptedConnection::close);
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
                Files.deleteIfExists(unix.getPath().getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
