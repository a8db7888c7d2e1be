package dev.enclave.docker.transport;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/** Where an engine listens: a Unix socket or a TCP address. Its text form is the URI. */
public sealed interface DockerEndpoint {

    /**
     * Parses an endpoint as {@code DOCKER_HOST} writes it.
     *
     * @param uri {@code unix:///path/to/socket}, {@code tcp://host:port} (port 2375 when absent) or a bare absolute path
     * @return the endpoint
     * @throws IllegalArgumentException if the scheme is none of these or a part is missing
     */
    static DockerEndpoint of(String uri) {
        Objects.requireNonNull(uri, "uri");
        if (uri.startsWith("/")) {
            return unix(Path.of(uri));
        }
        if (uri.startsWith("unix://")) {
            return unix(Path.of(uri.substring("unix://".length())));
        }
        if (uri.startsWith("tcp://") || uri.startsWith("http://")) {
            URI parsed = URI.create(uri);
            if (parsed.getHost() == null) {
                throw new IllegalArgumentException("no host in engine endpoint: " + uri);
            }
            return tcp(parsed.getHost(), parsed.getPort() == -1 ? Tcp.DEFAULT_PORT : parsed.getPort());
        }
        throw new IllegalArgumentException(
                "unsupported engine endpoint: '" + uri + "' (supported: unix:///path, tcp://host:port)");
    }

    /**
     * An engine on a Unix socket.
     *
     * @param socket the absolute path of the socket
     * @return the endpoint
     */
    static DockerEndpoint unix(Path socket) {
        return new Unix(socket);
    }

    /**
     * An engine on a TCP address, without TLS.
     *
     * @param host name or address
     * @param port 1 to 65535
     * @return the endpoint
     */
    static DockerEndpoint tcp(String host, int port) {
        return new Tcp(host, port);
    }

    /**
     * A Unix socket.
     *
     * @param socket the absolute path of the socket
     */
    record Unix(Path socket) implements DockerEndpoint {
        /** Checks that the path is absolute. */
        public Unix {
            Objects.requireNonNull(socket, "socket");
            if (!socket.isAbsolute()) {
                throw new IllegalArgumentException("the path of an engine's socket must be absolute: '" + socket + "'");
            }
        }

        @Override
        public String toString() {
            return "unix://" + socket;
        }
    }

    /**
     * A TCP address.
     *
     * @param host name or address
     * @param port 1 to 65535
     */
    record Tcp(String host, int port) implements DockerEndpoint {
        /** The port of engines that listen without TLS. */
        public static final int DEFAULT_PORT = 2375;

        /** Checks the range of the port. */
        public Tcp {
            Objects.requireNonNull(host, "host");
            if (host.isBlank() || port < 1 || port > 65535) {
                throw new IllegalArgumentException("not a TCP address: '" + host + "', port " + port);
            }
        }

        @Override
        public String toString() {
            return "tcp://" + host + ":" + port;
        }
    }
}
