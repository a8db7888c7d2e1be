package dev.enclave.docker;

/** The engine failed while it handled the request (status 500 and above). */
public final class EngineErrorException extends DockerApiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param operation HTTP method and path
     * @param status the HTTP status of the answer
     * @param engineMessage what the engine said
     */
    public EngineErrorException(String operation, int status, String engineMessage) {
        super(operation, status, engineMessage);
    }
}
