package dev.enclave.docker.containers;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which devices of the host a container may use. Absent values are the engine's defaults: none.
 *
 * @param devices devices that are there under a path
 * @param deviceCgroupRules what may be done with devices, for example {@code c 13:* rwm}
 * @param deviceRequests what drivers are asked for, for example GPUs
 */
public record DeviceAccess(
        @Nullable List<DeviceMapping> devices,
        @Nullable List<String> deviceCgroupRules,
        @Nullable List<DeviceRequest> deviceRequests) {

    /** Copies the collections. */
    public DeviceAccess {
        devices = devices == null ? null : List.copyOf(devices);
        deviceCgroupRules = deviceCgroupRules == null ? null : List.copyOf(deviceCgroupRules);
        deviceRequests = deviceRequests == null ? null : List.copyOf(deviceRequests);
    }

    /**
     * A device of the host in the container.
     *
     * @param pathOnHost its path on the host
     * @param pathInContainer its path in the container
     * @param cgroupPermissions what may be done with it: letters of {@code rwm} for reading, writing, making
     */
    public record DeviceMapping(String pathOnHost, String pathInContainer, String cgroupPermissions) {}

    /**
     * Devices that a driver chooses.
     *
     * @param driver the driver; null or empty for any that has the capabilities
     * @param count how many; -1 for all; null with ids
     * @param deviceIds which ones
     * @param capabilities alternatives, each a list of what a driver must be capable of, for example {@code [[gpu]]}
     * @param options options of the driver
     */
    public record DeviceRequest(
            @Nullable String driver,
            @Nullable Integer count,
            @Nullable List<String> deviceIds,
            @Nullable List<List<String>> capabilities,
            @Nullable Map<String, String> options) {

        /** Copies the collections. */
        public DeviceRequest {
            deviceIds = deviceIds == null ? null : List.copyOf(deviceIds);
            capabilities = capabilities == null
                    ? null
                    : capabilities.stream().map(List::copyOf).toList();
            options = options == null ? null : Map.copyOf(options);
        }

        /** {@return a request of every GPU} */
        public static DeviceRequest allGpus() {
            return new DeviceRequest(null, -1, null, List.of(List.of("gpu")), null);
        }
    }
}
