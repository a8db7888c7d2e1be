package dev.enclave.docker;

import org.jspecify.annotations.Nullable;

/** The engine's answer breaks the protocol: a frame that is cut off, JSON that cannot be read, a status that makes no sense here. */
public final class DockerProtocolException extends DockerException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param operation HTTP method and path
     * @param detail what is wrong with the answer
     * @param cause the failure to read it, if there was one
     */
    public DockerProtocolException(String operation, String detail, @Nullable Throwable cause) {
        super(operation, operation + ": " + detail, cause);
    }
}
