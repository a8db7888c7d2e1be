package dev.enclave.docker.volumes;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a volume is made of: the body of {@code POST /volumes/create}. Absent values are the engine's defaults.
 *
 * @param name the name; null lets the engine choose one
 * @param driver the driver that keeps it; null for {@code local}
 * @param driverOpts the driver's options, for {@code local} those of mount: {@code type}, {@code device}, {@code o}
 * @param labels the labels
 */
public record VolumeConfig(
        @Nullable String name,
        @Nullable String driver,
        @Nullable Map<String, String> driverOpts,
        @Nullable Map<String, String> labels) {

    /** A volume without a name, kept by the engine's own driver. */
    public static final VolumeConfig DEFAULTS = new VolumeConfig(null, null, null, null);

    /** Copies the collections. */
    public VolumeConfig {
        driverOpts = driverOpts == null ? null : Map.copyOf(driverOpts);
        labels = labels == null ? null : Map.copyOf(labels);
    }

    /**
     * Describes a volume that the engine's own driver keeps.
     *
     * @param name the name
     * @return the description
     */
    public static VolumeConfig of(String name) {
        return DEFAULTS.withName(name);
    }

    /**
     * Returns a copy with a name.
     *
     * @param value the name
     * @return the changed copy
     */
    public VolumeConfig withName(String value) {
        return new VolumeConfig(value, driver, driverOpts, labels);
    }

    /**
     * Returns a copy for a driver.
     *
     * @param value the driver's name
     * @param options its options
     * @return the changed copy
     */
    public VolumeConfig withDriver(String value, Map<String, String> options) {
        return new VolumeConfig(name, value, options, labels);
    }

    /**
     * Returns a copy with labels.
     *
     * @param value the labels
     * @return the changed copy
     */
    public VolumeConfig withLabels(Map<String, String> value) {
        return new VolumeConfig(name, driver, driverOpts, value);
    }
}
