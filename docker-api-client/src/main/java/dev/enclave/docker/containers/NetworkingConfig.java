package dev.enclave.docker.containers;

import dev.enclave.docker.networks.EndpointConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a new container is connected to networks. {@code HostConfig.networkMode} names the first of them.
 *
 * @param endpointsConfig network name or id to how it is connected; more than one only from API 1.44 on
 */
public record NetworkingConfig(Map<String, EndpointConfig> endpointsConfig) {

    /** Copies the map. */
    public NetworkingConfig {
        Objects.requireNonNull(endpointsConfig, "endpointsConfig");
        endpointsConfig = Collections.unmodifiableMap(new LinkedHashMap<>(endpointsConfig));
    }

    /**
     * Describes a connection to one network.
     *
     * @param network its name or id
     * @param config how
     * @return the description
     */
    public static NetworkingConfig of(String network, EndpointConfig config) {
        return new NetworkingConfig(Map.of(network, config));
    }
}
