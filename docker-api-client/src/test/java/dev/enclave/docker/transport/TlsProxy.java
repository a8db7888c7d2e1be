package dev.enclave.docker.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Offers an engine on a free port of the loopback interface with TLS, to clients with a certificate of the authority, as
 * {@code dockerd --tlsverify} does. The end of each direction is passed on: as {@code close_notify} on the side of TLS. Blocking, with two threads for
 * each connection.
 */
final class TlsProxy implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final ServerSocket server;
    private final SSLContext context;
    private final DockerEndpoint engine;
    private final String[] protocols;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    private TlsProxy(ServerSocket server, SSLContext context, DockerEndpoint engine, String... protocols) {
        this.server = server;
        this.context = context;
        this.engine = engine;
        this.protocols = protocols;
    }

    /** Speaks TLS 1.3. */
    static TlsProxy to(DockerEndpoint engine, TestCertificates.Identity identity, TestCertificates.Identity authority) {
        return to(engine, identity, authority, "TLSv1.3");
    }

    static TlsProxy to(
            DockerEndpoint engine,
            TestCertificates.Identity identity,
            TestCertificates.Identity authority,
            String protocol) {
        try {
            ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            TlsProxy proxy = new TlsProxy(server, context(identity, authority), engine, protocol);
            daemon(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext context(TestCertificates.Identity identity, TestCertificates.Identity authority) {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(
                    "server", identity.keys().getPrivate(), PASSWORD, new Certificate[] {identity.certificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", authority.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                open.add(client);
                daemon(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed, by close().
        }
    }

    private void serve(Socket accepted) {
        try (SSLSocket client = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, true)) {
            client.setNeedClientAuth(true);
            client.setEnabledProtocols(protocols);
            client.startHandshake();
            try (SocketChannel target = connect()) {
                daemon(() -> answer(target, client));
                byte[] buffer = new byte[64 * 1024];
                for (int n = client.getInputStream().read(buffer);
                        n >= 0;
                        n = client.getInputStream().read(buffer)) {
                    write(target, ByteBuffer.wrap(buffer, 0, n));
                }
                target.shutdownOutput();
                awaitEnd(client);
            }
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    private static void awaitEnd(SSLSocket client) {
        synchronized (client) {
            while (!client.isOutputShutdown() && !client.isClosed()) {
                try {
                    client.wait(30_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private static void answer(SocketChannel target, SSLSocket client) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            OutputStream out = client.getOutputStream();
            while (target.read(buffer) >= 0) {
                out.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            client.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(client);
        } finally {
            synchronized (client) {
                client.notifyAll();
            }
        }
    }

    private static void write(SocketChannel target, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
    }

    private SocketChannel connect() throws IOException {
        return engine instanceof DockerEndpoint.Tcp tcp
                ? SocketChannel.open(new InetSocketAddress(tcp.host(), tcp.port()))
                : SocketChannel.open(UnixDomainSocketAddress.of(((DockerEndpoint.Unix) engine).socket()));
    }

    /** Cuts all connections off, without a word of TLS. */
    void cut() {
        open.forEach(TlsProxy::closeQuietly);
        open.clear();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is what was wanted.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tls-proxy");
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
        cut();
    }
}
