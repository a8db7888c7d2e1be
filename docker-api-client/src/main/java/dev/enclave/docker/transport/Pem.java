package dev.enclave.docker.transport;

import java.nio.file.Path;
import java.util.Objects;

/** Certificates or a private key in the PEM format: in a file, or in memory. */
public sealed interface Pem {

    /**
     * Names a file. It is read when connections are first needed, not before.
     *
     * @param path the file
     * @return the source
     */
    static Pem file(Path path) {
        return new File(path);
    }

    /**
     * Takes PEM that is in memory already.
     *
     * @param text one or more blocks {@code -----BEGIN ...}
     * @return the source
     */
    static Pem text(String text) {
        return new Text(text);
    }

    /**
     * A file; its text form is the path.
     *
     * @param path the file
     */
    record File(Path path) implements Pem {
        /** Checks that there is a path. */
        public File {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * PEM in memory; its text form does not show it, as it may be a key.
     *
     * @param text the blocks
     */
    record Text(String text) implements Pem {
        /** Checks that there is a text. */
        public Text {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public String toString() {
            return "(given in memory)";
        }
    }
}
