package dev.enclave.docker;

/** Authentication failed or the operation is forbidden (status 401 or 403). */
public final class AccessDeniedException extends DockerApiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param operation HTTP method and path
     * @param status the HTTP status of the answer
     * @param engineMessage what the engine said
     */
    public AccessDeniedException(String operation, int status, String engineMessage) {
        super(operation, status, engineMessage);
    }
}
