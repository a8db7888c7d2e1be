package dev.enclave.docker;

import org.jspecify.annotations.Nullable;

/**
 * The connection cannot be secured: a certificate or key is missing, unreadable, expired or does not fit, or one side refuses the
 * other's certificate. The message names the file, and says what to do. The engine has read no request.
 */
public final class TlsException extends EngineUnreachableException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param operation HTTP method and path
     * @param endpoint the endpoint that was tried
     * @param reason what is wrong and what can be done
     * @param cause the failure of the handshake, or of reading a file, if there was one
     */
    public TlsException(String operation, String endpoint, String reason, @Nullable Throwable cause) {
        super(operation, endpoint, reason, cause);
    }
}
