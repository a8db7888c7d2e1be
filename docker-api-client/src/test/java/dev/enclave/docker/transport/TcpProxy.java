package dev.enclave.docker.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Offers an engine on a free TCP port of the loopback interface, by blocking threads; the end of input is passed on each way. */
final class TcpProxy implements AutoCloseable {

    private final ServerSocketChannel server;
    private final DockerEndpoint engine;

    private TcpProxy(ServerSocketChannel server, DockerEndpoint engine) {
        this.server = server;
        this.engine = engine;
    }

    static TcpProxy to(DockerEndpoint engine) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            TcpProxy proxy = new TcpProxy(server, engine);
            daemon(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DockerEndpoint endpoint() {
        try {
            return DockerEndpoint.tcp("localhost", ((InetSocketAddress) server.getLocalAddress()).getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (server.isOpen()) {
                SocketChannel client = server.accept();
                SocketChannel target = connect();
                daemon(() -> copy(client, target));
                daemon(() -> copy(target, client));
            }
        } catch (IOException e) {
            // Closed, by close().
        }
    }

    private SocketChannel connect() throws IOException {
        if (engine instanceof DockerEndpoint.Tcp tcp) {
            return SocketChannel.open(new InetSocketAddress(tcp.host(), tcp.port()));
        }
        return SocketChannel.open(UnixDomainSocketAddress.of(((DockerEndpoint.Unix) engine).socket()));
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
            closeBoth(from, to);
        }
    }

    private static void closeBoth(SocketChannel one, SocketChannel other) {
        try (one;
                other) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
