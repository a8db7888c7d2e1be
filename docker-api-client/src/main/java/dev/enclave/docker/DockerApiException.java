package dev.enclave.docker;

/**
 * The engine answered with an error. {@link #status()} and {@link #engineMessage()} carry its words. Common statuses have subtypes;
 * this class itself stands for the others.
 */
public non-sealed class DockerApiException extends DockerException {

    private static final long serialVersionUID = 1L;

    /** The HTTP status. */
    private final int status;
    /** The engine's words. */
    private final String engineMessage;

    /**
     * Creates the error.
     *
     * @param operation HTTP method and path
     * @param status the HTTP status of the answer
     * @param engineMessage what the engine said
     */
    public DockerApiException(String operation, int status, String engineMessage) {
        super(operation, operation + " answered " + status + ": " + engineMessage, null);
        this.status = status;
        this.engineMessage = engineMessage;
    }

    /** {@return the HTTP status of the answer} */
    public int status() {
        return status;
    }

    /** {@return the engine's own message, without decoration} */
    public String engineMessage() {
        return engineMessage;
    }
}
