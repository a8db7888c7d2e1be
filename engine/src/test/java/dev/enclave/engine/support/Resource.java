package dev.enclave.engine.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files beside the tests. */
public final class Resource {

    private Resource() {}

    /** Returns the text of a file on the class path. */
    public static String text(String path) {
        try (InputStream file = Objects.requireNonNull(Resource.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
