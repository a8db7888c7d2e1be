package dev.enclave.docker;

import org.jspecify.annotations.Nullable;

/**
 * Something asked of the engine failed. The message says what was attempted, on what, what the engine answered and, where it is
 * known, what can be done.
 *
 * <p>The subtypes follow what a caller can do: {@link DockerApiException} (the engine answered with an error),
 * {@link EngineUnreachableException} (there is no answer because there is no connection), {@link ConnectionLostException} (the
 * connection ended half-way), {@link DockerTimeoutException}, {@link DockerProtocolException} (the answer makes no sense),
 * {@link ApiVersionException}, {@link RegistryCredentialsException} and {@link ArchiveException} (a file on this side).
 */
public abstract sealed class DockerException extends RuntimeException
        permits DockerApiException,
                EngineUnreachableException,
                ConnectionLostException,
                DockerTimeoutException,
                DockerProtocolException,
                ApiVersionException,
                RegistryCredentialsException,
                ArchiveException {

    private static final long serialVersionUID = 1L;

    /** What was attempted. */
    private final String operation;

    DockerException(String operation, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.operation = operation;
    }

    /** {@return what was attempted: HTTP method and path, for example {@code POST /containers/create}} */
    public String operation() {
        return operation;
    }
}
