package dev.enclave.docker;

import org.jspecify.annotations.Nullable;

/** No connection to the engine could be made. Nothing was sent. The message says which endpoint was tried, why it was chosen, and what to try. */
public sealed class EngineUnreachableException extends DockerException permits TlsException {

    private static final long serialVersionUID = 1L;

    /** The endpoint that was tried. */
    private final String endpoint;

    /**
     * Creates the error.
     *
     * @param operation HTTP method and path
     * @param endpoint the endpoint that was tried
     * @param reason what happened and what can be done
     * @param cause the failure of the connection, if there was one
     */
    public EngineUnreachableException(String operation, String endpoint, String reason, @Nullable Throwable cause) {
        super(operation, "cannot reach a container engine at " + endpoint + " (" + operation + "): " + reason, cause);
        this.endpoint = endpoint;
    }

    /** {@return the endpoint that was tried, as a URI} */
    public String endpoint() {
        return endpoint;
    }
}
