package dev.enclave.docker.networks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the addresses of a network come from.
 *
 * @param driver the driver that gives out addresses; {@code default} is the engine's own
 * @param config the pools; absent lets the engine choose one
 * @param options options of the driver
 */
public record Ipam(
        @Nullable String driver,
        @Nullable List<IpamPool> config,
        @Nullable Map<String, String> options) {

    /** Copies the collections. */
    public Ipam {
        config = config == null ? null : List.copyOf(config);
        options = options == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Describes one pool of the engine's own driver.
     *
     * @param subnet the network in CIDR form, for example {@code 10.5.0.0/16}
     * @return the description; the engine chooses a gateway
     */
    public static Ipam ofSubnet(String subnet) {
        Objects.requireNonNull(subnet, "subnet");
        return new Ipam(null, List.of(new IpamPool(subnet, null, null, null)), null);
    }
}
