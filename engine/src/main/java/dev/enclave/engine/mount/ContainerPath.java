package dev.enclave.engine.mount;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules for paths inside a sandbox; {@link Mount} tells them. Always of the form {@code /a/b}, whatever system this
 * process runs on, hence strings.
 */
final class ContainerPath {
    /** The engine's own folder in a sandbox. */
    private static final String OWN = "/.enclave";

    private static final List<String> KERNEL = List.of("/proc", "/sys", "/dev");
    private static final String SHARED_MEMORY = "/dev/shm";

    private ContainerPath() {}

    /** {@return the path, normalised} */
    static String require(@Nullable String path) {
        if (path == null || path.isBlank()) {
            throw refusal(path, "is missing");
        }
        if (!path.startsWith("/")) {
            throw refusal(path, "must be absolute");
        }
        path.chars().filter(ContainerPath::isAmbiguous).findFirst().ifPresent(character -> {
            throw refusal(path, "must not contain " + Quoted.of(Character.toString(character)));
        });
        String normal = normalise(path);
        if (normal.equals("/")) {
            throw refusal(path, "must be below /, not the whole of the sandbox");
        }
        if (KERNEL.stream().anyMatch(root -> isAtOrBelow(normal, root)) && !isAtOrBelow(normal, SHARED_MEMORY)) {
            throw refusal(path, "must not be in /proc, /sys or /dev (only /dev/shm may)");
        }
        if (isAtOrBelow(normal, OWN)) {
            throw refusal(path, "must not be in " + OWN + ", which is the engine's own");
        }
        return normal;
    }

    static boolean isAtOrBelow(String path, String root) {
        return path.equals(root) || isBelow(path, root);
    }

    static boolean isBelow(String path, String root) {
        return path.startsWith(root + "/");
    }

    /** {@return how many segments it has: more for a nested mount than for the one around it} */
    static int depth(String path) {
        return (int) path.chars().filter(character -> character == '/').count();
    }

    private static String normalise(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                throw refusal(path, "must not contain '..'");
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return "/" + String.join("/", segments);
    }

    /** Podman joins the fields of a mount with commas, and a tmpfs and its options with a colon, unescaped. */
    private static boolean isAmbiguous(int character) {
        return Character.isISOControl(character) || character == ',' || character == ':' || character == '"';
    }

    private static IllegalArgumentException refusal(@Nullable String path, String reason) {
        return new IllegalArgumentException("container path " + Quoted.of(path) + " " + reason);
    }
}
