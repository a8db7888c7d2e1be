package dev.enclave.engine.internal.process;

import org.jspecify.annotations.Nullable;

/** A command's process tree could not be ended from inside its sandbox, or that cannot be known. */
final class TreeKillFailedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    TreeKillFailedException(String reason, @Nullable Throwable cause) {
        super("a command's processes could not be ended from inside: " + reason, cause);
    }
}
