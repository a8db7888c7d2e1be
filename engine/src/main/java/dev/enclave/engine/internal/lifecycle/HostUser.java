package dev.enclave.engine.internal.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ids of the user that this JVM runs as. */
final class HostUser {

    private HostUser() {}

    /** {@return {@code uid:gid}} Reads the file system: not for event loops. */
    static String ids() {
        // Java does not tell them; a process's own entry in /proc belongs to its user. Elsewhere the home directory
        // does.
        Path self = Path.of("/proc/self");
        Path witness = Files.exists(self) ? self : Path.of(System.getProperty("user.home", "/"));
        try {
            return Files.getAttribute(witness, "unix:uid") + ":" + Files.getAttribute(witness, "unix:gid");
        } catch (IOException | UnsupportedOperationException e) {
            throw new IllegalStateException(
                    "the ids of this process's user cannot be found out; name them by user(...)", e);
        }
    }
}
