package dev.enclave.docker;

/** The request conflicts with the state of the object, for example a name that is in use (status 409). */
public final class ConflictException extends DockerApiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param operation HTTP method and path
     * @param status the HTTP status of the answer
     * @param engineMessage what the engine said
     */
    public ConflictException(String operation, int status, String engineMessage) {
        super(operation, status, engineMessage);
    }
}
