package dev.enclave.docker.internal.http;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.EngineUnreachableException;
import dev.enclave.docker.TlsException;
import dev.enclave.docker.internal.ssh.SshFailure;
import dev.enclave.docker.internal.tls.TlsFailures;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.ResolvedEndpoint;
import dev.enclave.docker.transport.TimeoutOptions;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.FileNotFoundException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import reactor.netty.channel.AbortedException;

/** Makes typed errors of what the transport throws; the counterpart of {@link ApiErrors} for requests without an answer. */
final class ConnectionErrors {

    private final ResolvedEndpoint endpoint;
    private final TimeoutOptions timeouts;
    private final Duration acquireTimeout;

    ConnectionErrors(ResolvedEndpoint endpoint, TimeoutOptions timeouts, Duration acquireTimeout) {
        this.endpoint = endpoint;
        this.timeouts = timeouts;
        this.acquireTimeout = acquireTimeout;
    }

    /** The error of a connection that could not be made, or of a stream on it that could not be opened. */
    Throwable unreachable(String operation, Throwable cause) {
        Optional<Throwable> insecure = insecure(operation, cause);
        if (insecure.isPresent()) {
            return insecure.get();
        }
        if (cause instanceof DockerException) {
            return cause;
        }
        return new EngineUnreachableException(operation, endpoint.toString(), reason(cause), cause);
    }

    private Optional<Throwable> insecure(String operation, Throwable cause) {
        return TlsFailures.explain(endpoint.endpoint(), cause)
                .map(reason -> new TlsException(operation, endpoint.toString(), reason, cause));
    }

    /** The error of a request over ssh, with what ssh had to say; it may have broken off after the request. */
    Throwable brokenOff(Throwable error, SshFailure failure) {
        String operation = error instanceof DockerException typed ? typed.operation() : "connect";
        String reason = String.valueOf(failure.getMessage());
        return error instanceof ConnectionLostException lost && lost.mayHaveBeenCarriedOut()
                ? new ConnectionLostException(operation, reason, true, failure)
                : new EngineUnreachableException(operation, endpoint.toString(), reason, failure);
    }

    private String reason(Throwable cause) {
        if (cause instanceof SshFailure) {
            return String.valueOf(cause.getMessage());
        }
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof FileNotFoundException
                || cause instanceof NoSuchFileException
                || message.contains("no such file")) {
            return "there is no such socket; start the engine, or name another one by DOCKER_HOST or 'docker context use'";
        }
        if (message.contains("permission denied") || message.contains("not permitted")) {
            return "permission denied on the socket; add this user to the socket's group (usually 'docker') and log in again,"
                    + " or use a rootless engine";
        }
        if (message.contains("refused")) {
            return "nothing listens there (connection refused); start the engine";
        }
        if (cause instanceof UnknownHostException) {
            return "the name of its host cannot be resolved";
        }
        if (cause instanceof ConnectTimeoutException) {
            return "no connection within " + timeouts.connect().toMillis() + " ms";
        }
        if (FullQueue.isRefusal(cause)) {
            return "the engine is too busy to accept connections";
        }
        if (message.contains("pending acquire queue")) {
            return "too many requests wait for a connection of the pool already; send fewer at a time or allow more by PoolOptions";
        }
        if (message.contains("pool has been shut down")) {
            return "the client has been closed";
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    /** The error of a request that had no complete answer. */
    Throwable failed(ApiRequest request, Duration patience, boolean connected, Throwable cause) {
        String operation = request.operation();
        if (cause instanceof DockerException) {
            return cause;
        }
        Optional<Throwable> insecure = insecure(operation, cause);
        if (insecure.isPresent()) {
            return insecure.get();
        }
        if (cause instanceof ReadTimeoutException) {
            return new DockerTimeoutException(operation, "answer", patience, cause);
        }
        if (!connected && cause instanceof TimeoutException) {
            return new DockerTimeoutException(operation, "free connection in the pool", acquireTimeout, cause);
        }
        if (!connected && !(cause instanceof AbortedException)) {
            return unreachable(operation, cause);
        }
        return new ConnectionLostException(
                operation, cause.getMessage() + uncertified(), !request.readOnly() && !surelyNotSent(cause), cause);
    }

    /** With TLS 1.3 an engine that wants a certificate says so after the handshake, and may cut off its own words. */
    private String uncertified() {
        boolean anonymous = endpoint.endpoint() instanceof DockerEndpoint.Tcp tcp
                && tcp.tls() != null
                && tcp.tls().certificate() == null;
        return anonymous
                ? " (no client certificate was sent; engines with --tlsverify want one: cert.pem and key.pem)"
                : "";
    }

    /** Tells whether the request surely never reached the engine, so that repeating it is safe whatever it does. */
    static boolean surelyNotSent(Throwable cause) {
        return cause instanceof AbortedException
                && String.valueOf(cause.getMessage()).contains("BEFORE");
    }
}
