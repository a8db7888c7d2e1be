package dev.enclave.docker;

/** The engine and this client have no API version in common. */
public final class ApiVersionException extends DockerException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param operation HTTP method and path
     * @param detail which versions either side speaks and what can be done
     */
    public ApiVersionException(String operation, String detail) {
        super(operation, operation + ": " + detail, null);
    }
}
