package dev.enclave.docker;

/** The container, exec, image, path or other object does not exist (status 404). */
public final class NotFoundException extends DockerApiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param operation HTTP method and path
     * @param status the HTTP status of the answer
     * @param engineMessage what the engine said
     */
    public NotFoundException(String operation, int status, String engineMessage) {
        super(operation, status, engineMessage);
    }
}
