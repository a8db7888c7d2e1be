package dev.enclave.docker;

import org.jspecify.annotations.Nullable;

/**
 * The connection ended before the answer was complete. Unless the operation only reads, the engine {@linkplain #mayHaveBeenCarriedOut() may have carried it
 * out}: look before repeating it.
 */
public final class ConnectionLostException extends DockerException {

    private static final long serialVersionUID = 1L;

    /** Whether the engine may have changed something. */
    private final boolean mayHaveBeenCarriedOut;

    /**
     * Creates the error.
     *
     * @param operation HTTP method and path
     * @param detail at which point the connection was lost
     * @param mayHaveBeenCarriedOut whether the engine may have changed something
     * @param cause the failure of the connection, if there was one
     */
    public ConnectionLostException(
            String operation, String detail, boolean mayHaveBeenCarriedOut, @Nullable Throwable cause) {
        super(
                operation,
                "connection lost during " + operation + ": " + detail
                        + (mayHaveBeenCarriedOut ? "; the engine may have carried out the request" : ""),
                cause);
        this.mayHaveBeenCarriedOut = mayHaveBeenCarriedOut;
    }

    /** {@return whether the engine may have carried out the request although no complete answer arrived} */
    public boolean mayHaveBeenCarriedOut() {
        return mayHaveBeenCarriedOut;
    }
}
