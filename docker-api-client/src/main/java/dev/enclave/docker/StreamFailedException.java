package dev.enclave.docker;

/**
 * The engine reported an error inside a stream that had begun with success: a pull whose download failed, an import that broke. The
 * {@linkplain #status() status} is the one that the stream began with.
 */
public final class StreamFailedException extends DockerApiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param operation HTTP method and path
     * @param status the HTTP status with which the stream began
     * @param engineMessage the error found in the stream
     */
    public StreamFailedException(String operation, int status, String engineMessage) {
        super(operation, status, engineMessage);
    }
}
