package dev.enclave.docker.archive;

import java.io.Serial;

/** A name that an archive must not have; never leaves this package. */
final class UnsafeNameException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    UnsafeNameException(String detail) {
        super(detail);
    }
}
