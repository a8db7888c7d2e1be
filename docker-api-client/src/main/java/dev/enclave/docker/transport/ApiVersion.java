package dev.enclave.docker.transport;

import java.util.Comparator;

/**
 * A version of the Engine API, for example 1.41.
 *
 * @param major the part before the dot
 * @param minor the part after the dot
 */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

    /** The oldest version that this client speaks: Docker Engine 20.10. */
    public static final ApiVersion MINIMUM = new ApiVersion(1, 41);

    /** The newest version that this client has been tested with: Docker Engine 28.5. */
    public static final ApiVersion MAXIMUM = new ApiVersion(1, 51);

    private static final int MOST_DIGITS = 4;
    private static final Comparator<ApiVersion> ORDER =
            Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

    /**
     * Parses a version.
     *
     * @param text for example {@code 1.41}
     * @return the version
     * @throws IllegalArgumentException if the text is not two numbers with a dot between them
     */
    public static ApiVersion of(String text) {
        String version = text.trim();
        int dot = version.indexOf('.');
        if (!isNumber(version, 0, dot) || !isNumber(version, dot + 1, version.length())) {
            throw new IllegalArgumentException("not an API version: '" + text + "'");
        }
        return new ApiVersion(
                Integer.parseInt(version, 0, dot, 10), Integer.parseInt(version, dot + 1, version.length(), 10));
    }

    /** Without a pattern, which is dear for what stands in the answer to each ping. */
    private static boolean isNumber(String text, int from, int to) {
        return to > from
                && to - from <= MOST_DIGITS
                && text.substring(from, to).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /**
     * Tells whether this version is the given one or newer.
     *
     * @param other the version to compare with
     * @return whether this version is at least the other
     */
    public boolean isAtLeast(ApiVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
