package dev.enclave.docker.volumes;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A volume. Everything but the name may be absent with some engine or version.
 *
 * @param name the name, which is also its id
 * @param driver the driver that keeps it, for example {@code local}
 * @param mountpoint where its files are on the engine's host
 * @param createdAt when it was created
 * @param scope {@code local} or, for one that a cluster shares, {@code global}
 * @param labels the labels
 * @param options the driver's options that it was created with
 * @param status what its driver tells about it; its shape is the driver's own
 * @param usageData how much it holds; engines tell it in the answer about disk usage only
 */
public record Volume(
        String name,
        @Nullable String driver,
        @Nullable String mountpoint,
        @Nullable Instant createdAt,
        @Nullable String scope,
        Map<String, String> labels,
        Map<String, String> options,
        @Nullable Map<String, Object> status,
        @Nullable UsageData usageData) {

    /** Makes absent labels and options empty. */
    public Volume(
            String name,
            @Nullable String driver,
            @Nullable String mountpoint,
            @Nullable Instant createdAt,
            @Nullable String scope,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, String> options,
            @Nullable Map<String, Object> status,
            @Nullable UsageData usageData) {
        this.name = Objects.requireNonNull(name, "name");
        this.driver = driver;
        this.mountpoint = mountpoint;
        this.createdAt = createdAt;
        this.scope = scope;
        this.labels = labels == null ? Map.of() : Map.copyOf(labels);
        this.options = options == null ? Map.of() : Map.copyOf(options);
        this.status = status == null ? null : Collections.unmodifiableMap(status);
        this.usageData = usageData;
    }

    /**
     * How much a volume holds.
     *
     * @param size its size in bytes; -1 when the driver cannot tell
     * @param refCount how many containers refer to it, running or not; -1 when not known
     */
    public record UsageData(@Nullable Long size, @Nullable Long refCount) {}
}
