package dev.enclave.docker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The engine, or a free connection to it, did not answer in time. The request may have been carried out. */
public final class DockerTimeoutException extends DockerException {

    private static final long serialVersionUID = 1L;

    /** How long was waited. */
    private final Duration timeout;

    /**
     * Creates the error.
     *
     * @param operation HTTP method and path
     * @param waitedFor what did not happen in time, for example "response headers"
     * @param timeout how long was waited
     * @param cause the underlying timeout, if there was one
     */
    public DockerTimeoutException(String operation, String waitedFor, Duration timeout, @Nullable Throwable cause) {
        super(operation, operation + ": no " + waitedFor + " within " + timeout.toMillis() + " ms", cause);
        this.timeout = timeout;
    }

    /** {@return how long was waited} */
    public Duration timeout() {
        return timeout;
    }
}
