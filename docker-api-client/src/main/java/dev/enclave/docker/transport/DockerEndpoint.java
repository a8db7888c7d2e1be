package dev.enclave.docker.transport;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where an engine listens: a Unix socket, a TCP address with or without TLS, or another machine reached by ssh. Its text form is the URI. */
public sealed interface DockerEndpoint {

    /**
     * Parses an endpoint as {@code DOCKER_HOST} writes it.
     *
     * @param uri {@code unix:///path/to/socket}, a bare absolute path, {@code tcp://host:port} (without TLS, port 2375 when absent),
     *     {@code https://host:port} (with {@link TlsOptions#DEFAULTS}, port 2376 when absent) or {@code ssh://user@host:port/path/to/socket} (only the host
     *     is required)
     * @return the endpoint
     * @throws IllegalArgumentException if the scheme is none of these or a part is missing
     */
    static DockerEndpoint of(String uri) {
        return of(uri, null);
    }

    /**
     * Parses an endpoint that is reached with TLS if it is a TCP address, as the docker command line does when {@code DOCKER_TLS_VERIFY} is
     * set.
     *
     * @param uri as for {@link #of(String)}; the port of {@code tcp://host} is 2376 when absent
     * @param tls whom to trust, and as whom to come; ignored for Unix sockets and ssh. Null: as {@link #of(String)}
     * @return the endpoint
     * @throws IllegalArgumentException if the scheme is none of these or a part is missing
     */
    static DockerEndpoint of(String uri, @Nullable TlsOptions tls) {
        Objects.requireNonNull(uri, "uri");
        if (uri.startsWith("/")) {
            return unix(Path.of(uri));
        }
        if (uri.startsWith("unix://")) {
            return unix(Path.of(uri.substring("unix://".length())));
        }
        if (uri.startsWith("tcp://") || uri.startsWith("http://")) {
            return Tcp.parse(uri, tls);
        }
        if (uri.startsWith("https://")) {
            return Tcp.parse(uri, tls == null ? TlsOptions.DEFAULTS : tls);
        }
        if (uri.startsWith("ssh://")) {
            return Ssh.parse(uri);
        }
        throw new IllegalArgumentException("unsupported engine endpoint: '" + uri
                + "' (supported: unix:///path, tcp://host:port, https://host:port, ssh://user@host)");
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
        return new Tcp(host, port, null);
    }

    /**
     * An engine on a TCP address, with TLS.
     *
     * @param host name or address; the engine's certificate must be for it
     * @param port 1 to 65535, usually 2376
     * @param tls whom to trust, and as whom to come
     * @return the endpoint
     */
    static DockerEndpoint tls(String host, int port, TlsOptions tls) {
        return new Tcp(host, port, Objects.requireNonNull(tls, "tls"));
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
     * @param tls how connections are encrypted; null for not at all
     */
    record Tcp(String host, int port, @Nullable TlsOptions tls) implements DockerEndpoint {
        /** The port of engines that listen without TLS. */
        public static final int DEFAULT_PORT = 2375;

        /** The port of engines that listen with TLS. */
        public static final int DEFAULT_TLS_PORT = 2376;

        /** Checks the range of the port. */
        public Tcp {
            Objects.requireNonNull(host, "host");
            if (host.isBlank() || port < 1 || port > 65535) {
                throw new IllegalArgumentException("not a TCP address: '" + host + "', port " + port);
            }
        }

        private static Tcp parse(String uri, @Nullable TlsOptions tls) {
            URI parsed = URI.create(uri);
            if (parsed.getHost() == null) {
                throw new IllegalArgumentException("no host in engine endpoint: " + uri);
            }
            int usual = tls == null ? DEFAULT_PORT : DEFAULT_TLS_PORT;
            return new Tcp(parsed.getHost(), parsed.getPort() == -1 ? usual : parsed.getPort(), tls);
        }

        @Override
        public String toString() {
            return (tls == null ? "tcp://" : "https://") + host + ":" + port;
        }
    }

    /**
     * A machine that is reached by {@code ssh}, and on it the engine that the {@code docker} command there uses. Whatever could be taken for an option or by a
     * shell is refused.
     *
     * @param user the user there; null for what ssh's configuration says
     * @param host name, address, or alias of ssh's configuration
     * @param port 1 to 65535; null for what ssh's configuration says
     * @param path the absolute path of the engine's socket there; null for what the {@code docker} command there uses
     */
    record Ssh(
            @Nullable String user,
            String host,
            @Nullable Integer port,
            @Nullable String path) implements DockerEndpoint {

        private static final Pattern URI_FORMAT = Pattern.compile(
                "ssh://(?:([^@/]*)@)?(?:\\[([^\\]/]*)\\]|([^@:/\\[\\]]*))(?::(\\d{1,5}))?(/.*)?", Pattern.DOTALL);
        private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*\\$?");
        private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_:][A-Za-z0-9_.:%-]*");
        private static final Pattern PATH = Pattern.compile("/[^\\p{Cntrl}]*");

        /** Checks each part. */
        public Ssh {
            Objects.requireNonNull(host, "host");
            if (user != null && !USER.matcher(user).matches()) {
                throw new IllegalArgumentException("not a user's name for ssh (passwords are not supported)");
            }
            if (!HOST.matcher(host).matches()) {
                throw new IllegalArgumentException("not a host for ssh: '" + host + "'");
            }
            if (port != null && (port < 1 || port > 65535)) {
                throw new IllegalArgumentException("not a port: " + port);
            }
            if (path != null && !PATH.matcher(path).matches()) {
                throw new IllegalArgumentException("the path of an engine's socket must be absolute: '" + path + "'");
            }
        }

        private static Ssh parse(String uri) {
            Matcher parts = URI_FORMAT.matcher(uri);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "not an endpoint of ssh (expected ssh://user@host:port/path/to/socket)");
            }
            String host = parts.group(2) == null ? parts.group(3) : parts.group(2);
            String port = parts.group(4);
            String path = parts.group(5);
            return new Ssh(
                    parts.group(1),
                    host == null ? "" : host,
                    port == null ? null : Integer.valueOf(port),
                    path == null || path.replace("/", "").isEmpty() ? null : path);
        }

        @Override
        public String toString() {
            return "ssh://" + (user == null ? "" : user + "@")
                    + (host.contains(":") ? "[" + host + "]" : host)
                    + (port == null ? "" : ":" + port)
                    + (path == null ? "" : path);
        }
    }
}
