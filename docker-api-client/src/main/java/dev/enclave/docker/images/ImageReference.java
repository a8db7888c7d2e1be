package dev.enclave.docker.images;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an image.
 *
 * @param repository registry host (where there is one) and path, for example {@code python} or {@code localhost:5000/team/app}
 * @param tag the tag; null when there is a digest
 * @param digest the digest, with its algorithm; null when there is a tag
 */
public record ImageReference(
        String repository, @Nullable String tag, @Nullable String digest) {

    private static final String DEFAULT_TAG = "latest";
    private static final int LONGEST_PART = 255;

    // As in distribution/reference: a host with an optional port, then path components.
    private static final String HOST_PART = "[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*";
    private static final String HOST = "(?:\\[[0-9a-fA-F:]+]|" + HOST_PART + "(?:\\." + HOST_PART + ")*)(?::\\d+)?";
    private static final String PATH_PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final Pattern REPOSITORY =
            Pattern.compile("(?:" + HOST + "/)?" + PATH_PART + "(?:/" + PATH_PART + ")*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("[a-z0-9+._-]+:[0-9a-f]{32,}");

    /** Checks the form of all parts. */
    public ImageReference {
        Objects.requireNonNull(repository, "repository");
        require(REPOSITORY, repository, "repository");
        if (tag == null && digest == null) {
            tag = DEFAULT_TAG;
        }
        if (tag != null) {
            require(TAG, tag, "tag");
        }
        if (digest != null) {
            require(DIGEST, digest, "digest");
        }
    }

    /**
     * Parses a reference.
     *
     * @param text for example {@code python:3.11-slim}; without tag and digest the tag is {@code latest}
     * @return the reference
     * @throws IllegalArgumentException if it is not an image reference
     */
    public static ImageReference of(String text) {
        Objects.requireNonNull(text, "text");
        String name = text;
        String digest = null;
        int at = name.indexOf('@');
        if (at >= 0) {
            digest = name.substring(at + 1);
            name = name.substring(0, at);
        }
        String tag = null;
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf('/')) {
            tag = name.substring(colon + 1);
            name = name.substring(0, colon);
        }
        return new ImageReference(name, tag, digest);
    }

    /**
     * Returns the registry that the image is in, as the docker command line names it where it keeps credentials.
     *
     * @return host and port, for Docker Hub {@link RegistryCredentials#DOCKER_HUB}
     */
    public String registry() {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return !host || first.equals("docker.io") || first.equals("index.docker.io")
                ? RegistryCredentials.DOCKER_HUB
                : first;
    }

    private static void require(Pattern pattern, String value, String part) {
        // The length first: on very long input the pattern would overflow the stack.
        if (value.length() > LONGEST_PART || !pattern.matcher(value).matches()) {
            throw new IllegalArgumentException("not an image reference, its " + part + " is '" + value + "'");
        }
    }

    /** {@return the reference as the command line writes it} */
    @Override
    public String toString() {
        return repository + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}
