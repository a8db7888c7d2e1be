package dev.enclave.docker.internal.tls;

import org.jspecify.annotations.Nullable;

/** A certificate or key cannot be used; becomes a {@code TlsException} that names the endpoint. */
final class UnusableTlsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableTlsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
