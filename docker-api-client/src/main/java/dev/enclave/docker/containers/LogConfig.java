package dev.enclave.docker.containers;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a container's output goes.
 *
 * @param type the log driver, for example {@code none}, {@code json-file} or {@code local}
 * @param config options of the driver
 */
public record LogConfig(String type, @Nullable Map<String, String> config) {

    /** The output is kept nowhere; attached clients still see it. */
    public static final LogConfig NONE = new LogConfig("none", null);

    /** Copies the options. */
    public LogConfig {
        Objects.requireNonNull(type, "type");
        config = config == null ? null : Map.copyOf(config);
    }

    /**
     * Files of JSON lines that the engine keeps, with a bound.
     *
     * @param maxSize the size at which a new file begins, for example {@code 10m}
     * @param maxFiles how many files are kept
     * @return the configuration
     */
    public static LogConfig jsonFile(String maxSize, int maxFiles) {
        return new LogConfig("json-file", Map.of("max-size", maxSize, "max-file", Integer.toString(maxFiles)));
    }
}
