package dev.enclave.docker.internal.ssh;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The way through {@code ssh} did not come about, or ended before the engine had said a word; the message has what {@code ssh} printed. */
public final class SshFailure extends IOException {

    private static final long serialVersionUID = 1L;

    SshFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
