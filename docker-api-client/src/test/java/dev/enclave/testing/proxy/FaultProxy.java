package dev.enclave.testing.proxy;

import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.testing.TestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a client and an engine, on a socket of its own; the end of input is passed on each way. */
public final class FaultProxy implements AutoCloseable {

    private static final int LONG_QUEUE = 1_000;

    private static final Tap NO_TAP = new Tap() {
        @Override
        public void passed(int connection, Fault.Side side, byte[] bytes) {}

        @Override
        public void ended(int connection, Fault.Side side) {}
    };

    private final ServerSocketChannel server;
    private final DockerEndpoint endpoint;
    private final DockerEndpoint engine;
    private final Tap tap;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Injection> injection = new AtomicReference<>();
    private volatile boolean down;

    private FaultProxy(ServerSocketChannel server, DockerEndpoint endpoint, DockerEndpoint engine, Tap tap) {
        this.server = server;
        this.endpoint = endpoint;
        this.engine = engine;
        this.tap = tap;
        daemon(this::accept);
    }

    /** Listens on a new Unix socket, before the engine that tests use. */
    public static FaultProxy toTestEngine() {
        return to(TestEngine.endpoint());
    }

    /** Listens on a new Unix socket, before an engine. */
    public static FaultProxy to(DockerEndpoint engine) {
        return tapped(engine, NO_TAP);
    }

    /** Listens on a new Unix socket, before an engine, and shows what passes. */
    public static FaultProxy tapped(DockerEndpoint engine, Tap tap) {
        try {
            Path socket = Files.createTempDirectory("proxy").resolve("engine.sock");
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket), LONG_QUEUE);
            return new FaultProxy(server, DockerEndpoint.unix(socket), engine, tap);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens on a free TCP port of the loopback interface, before an engine. */
    public static FaultProxy onTcp(DockerEndpoint engine) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            return new FaultProxy(server, DockerEndpoint.tcp("localhost", port), engine, NO_TAP);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where this listens. */
    public DockerEndpoint endpoint() {
        return endpoint;
    }

    /** Lets a fault happen, instead of the last one, on connections that are open or made from now on. */
    public void inject(Fault fault) {
        replace(new Injection(fault));
    }

    /**
     * Lets nothing more go wrong, and what was stalled find out whether the other side is still there.
     *
     * @return how often the fault happened
     */
    public int heal() {
        return replace(null);
    }

    private int replace(Injection next) {
        Injection last = injection.getAndSet(next);
        if (last == null) {
            return 0;
        }
        last.heal();
        return last.hits();
    }

    /** Describes the connections that are open. */
    public List<String> openConnections() {
        return open.stream().map(ProxiedConnection::toString).toList();
    }

    /** Breaks every connection that is open. */
    public void cut() {
        open.forEach(ProxiedConnection::close);
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
                    client.close();
                } else {
                    join(client);
                }
            }
        } catch (IOException e) {
            // Closed, by close().
        }
    }

    private void join(SocketChannel client) throws IOException {
        ProxiedConnection connection =
                new ProxiedConnection(accepted.getAndIncrement(), client, connect(), tap, injection::get, open::remove);
        open.add(connection);
        connection.start();
        if (down) {
            connection.close();
        }
    }

    private SocketChannel connect() throws IOException {
        return engine instanceof DockerEndpoint.Tcp tcp
                ? SocketChannel.open(new InetSocketAddress(tcp.host(), tcp.port()))
                : SocketChannel.open(UnixDomainSocketAddress.of(((DockerEndpoint.Unix) engine).socket()));
    }

    static void daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        heal();
        try {
            server.close();
            if (endpoint instanceof DockerEndpoint.Unix unix) {
                Files.deleteIfExists(unix.socket());
                Files.deleteIfExists(unix.socket().getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
