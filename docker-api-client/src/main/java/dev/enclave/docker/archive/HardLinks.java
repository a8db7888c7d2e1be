package dev.enclave.docker.archive;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Remembers under which name a file that has several was packed first; of so many files at most, so that memory stays bounded. */
final class HardLinks {

    private static final int MOST = 10_000;

    private final Map<Object, String> firstNames = new HashMap<>();

    /**
     * Looks a file up, and remembers its name when it is the first.
     *
     * @param attributes what {@link OpenDirectory#unixAttributes} tells of it
     * @param fileKey what identifies it; null where files have no identity
     * @return the name under which the file is in the archive already, or null: it has to be packed
     */
    @Nullable
    String earlierName(Map<String, Object> attributes, @Nullable Object fileKey, String name) {
        boolean single = Objects.equals(attributes.getOrDefault("nlink", 1), 1);
        if (single || fileKey == null) {
            return null;
        }
        String earlier = firstNames.get(fileKey);
        if (earlier == null && firstNames.size() < MOST) {
            firstNames.put(fileKey, name);
        }
        return earlier;
    }
}
