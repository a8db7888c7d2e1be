package dev.enclave.docker.networks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pool of addresses of a network.
 *
 * @param subnet the network in CIDR form, for example {@code 10.5.0.0/16}
 * @param ipRange the part of it from which containers get theirs, in CIDR form; absent for all of it
 * @param gateway the address of the way out
 * @param auxiliaryAddresses addresses that are not given out, by the name of what has them
 */
public record IpamPool(
        @Nullable String subnet,
        @Nullable String ipRange,
        @Nullable String gateway,
        @Nullable Map<String, String> auxiliaryAddresses) {

    /** Copies the collections. */
    public IpamPool {
        auxiliaryAddresses = auxiliaryAddresses == null
                ? null
                : Collections.unmodifiableMap(new LinkedHashMap<>(auxiliaryAddresses));
    }
}
