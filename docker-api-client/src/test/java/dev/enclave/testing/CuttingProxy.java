package dev.enclave.testing;

import dev.enclave.docker.transport.DockerEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Stands between a client and the real engine, on a Unix socket of its own, and breaks connections when it is told to. Blocking, with two threads
 * for each connection.
 */
public final class CuttingProxy implements AutoCloseable {

    private final ServerSocketChannel server;
    private final Path socket;
    private final DockerEndpoint engine;
    private final Queue<SocketChannel> open = new ConcurrentLinkedQueue<>();
    private volatile boolean down;

    private CuttingProxy(ServerSocketChannel server, Path socket, DockerEndpoint engine) {
        this.server = server;
        this.socket = socket;
        this.engine = engine;
    }

    /** Listens on a new Unix socket. */
    public static CuttingProxy toTestEngine() {
        try {
            DockerEndpoint engine = TestEngine.client()
                    .endpoint()
                    .blockOptional(Duration.ofSeconds(10))
                    .orElseThrow()
                    .endpoint();
            Path socket = Files.createTempDirectory("cutting").resolve("engine.sock");
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            CuttingProxy proxy = new CuttingProxy(server, socket, engine);
            daemon(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where this listens. */
    public DockerEndpoint endpoint() {
        return DockerEndpoint.unix(socket);
    }

    /** Breaks every connection that is open. */
    public void cut() {
        for (SocketChannel channel = open.poll(); channel != null; channel = open.poll()) {
            closeQuietly(channel);
        }
    }

    /** Breaks every connection, and each new one at once, until {@link #up()}. */
    public void down() {
        down = true;
        cut();
    }

    /** Lets connections be made again. */
    public void up() {
        down = false;
    }

    private void accept() {
        try {
            while (server.isOpen()) {
                SocketChannel client = server.accept();
                if (down) {
                    closeQuietly(client);
                } else {
                    join(client, connect());
                }
            }
        } catch (IOException e) {
            // Closed, by close().
        }
    }

    private void join(SocketChannel client, SocketChannel target) {
        open.add(client);
        open.add(target);
        daemon(() -> copy(client, target));
        daemon(() -> copy(target, client));
        if (down) {
            cut();
        }
    }

    private SocketChannel connect() throws IOException {
        return engine instanceof DockerEndpoint.Tcp tcp
                ? SocketChannel.open(new InetSocketAddress(tcp.host(), tcp.port()))
                : SocketChannel.open(UnixDomainSocketAddress.of(((DockerEndpoint.Unix) engine).socket()));
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(socket);
            Files.deleteIfExists(socket.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
