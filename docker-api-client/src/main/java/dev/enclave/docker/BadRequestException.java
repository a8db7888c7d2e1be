package dev.enclave.docker;

/** The engine refused the request's parameters (status 400). */
public final class BadRequestException extends DockerApiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param operation HTTP method and path
     * @param status the HTTP status of the answer
     * @param engineMessage what the engine said
     */
    public BadRequestException(String operation, int status, String engineMessage) {
        super(operation, status, engineMessage);
    }
}
