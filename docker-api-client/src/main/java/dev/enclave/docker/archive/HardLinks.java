package dev.enclave.docker.archive;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers under which name a file that has several was packed first; of so many files at most, so that memory stays bounded. */
final class HardLinks {

    private static final int MOST = 10_000;

    private final Map<Object, String> firstNames = new HashMap<>();

    /**
     * Looks a file up, and remembers its name when it is the first.
     *
     * @return the name under which the file is in the archive already, or null: it has to be packed
     */
    @Nullable
    String earlierName(FileFacts file, String name) {
        Object key = file.key();
        if (file.links() == 1 || key == null) {
            return null;
        }
        String earlier = firstNames.get(key);
        if (earlier == null && firstNames.size() < MOST) {
            firstNames.put(key, name);
        }
        return earlier;
    }
}
