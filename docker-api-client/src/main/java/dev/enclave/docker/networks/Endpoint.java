package dev.enclave.docker.networks;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a container is connected to a network, as its inspection tells. Everything may be absent; texts may be empty while it does not run.
 *
 * @param networkId the network's id
 * @param endpointId the connection's id
 * @param gateway the IPv4 address of the way out
 * @param ipAddress the IPv4 address
 * @param ipPrefixLen how many bits of it are the network's
 * @param ipv6Gateway the IPv6 address of the way out
 * @param globalIpv6Address the IPv6 address
 * @param globalIpv6PrefixLen how many bits of it are the network's
 * @param macAddress the MAC address
 * @param ipamConfig the addresses that were asked for
 * @param links links to other containers
 * @param aliases the further names that were asked for; before API 1.45 the short id too
 * @param dnsNames all names by which others find it; from API 1.44 on
 * @param driverOpts options of the network's driver
 * @param gwPriority which network is the way out; from API 1.48 on
 */
public record Endpoint(
        @Nullable String networkId,
        @Nullable String endpointId,
        @Nullable String gateway,
        @Nullable String ipAddress,
        @Nullable Integer ipPrefixLen,
        @Nullable String ipv6Gateway,
        @Nullable String globalIpv6Address,
        @Nullable Integer globalIpv6PrefixLen,
        @Nullable String macAddress,
        EndpointConfig.@Nullable IpamConfig ipamConfig,
        List<String> links,
        List<String> aliases,
        List<String> dnsNames,
        Map<String, String> driverOpts,
        @Nullable Integer gwPriority) {

    /** Makes absent collections empty. */
    public Endpoint(
            @Nullable String networkId,
            @Nullable String endpointId,
            @Nullable String gateway,
            @Nullable String ipAddress,
            @Nullable Integer ipPrefixLen,
            @Nullable String ipv6Gateway,
            @Nullable String globalIpv6Address,
            @Nullable Integer globalIpv6PrefixLen,
            @Nullable String macAddress,
            EndpointConfig.@Nullable IpamConfig ipamConfig,
            @Nullable List<String> links,
            @Nullable List<String> aliases,
            @Nullable List<String> dnsNames,
            @Nullable Map<String, String> driverOpts,
            @Nullable Integer gwPriority) {
        this.networkId = networkId;
        this.endpointId = endpointId;
        this.gateway = gateway;
        this.ipAddress = ipAddress;
        this.ipPrefixLen = ipPrefixLen;
        this.ipv6Gateway = ipv6Gateway;
        this.globalIpv6Address = globalIpv6Address;
        this.globalIpv6PrefixLen = globalIpv6PrefixLen;
        this.macAddress = macAddress;
        this.ipamConfig = ipamConfig;
        this.links = links == null ? List.of() : List.copyOf(links);
        this.aliases = aliases == null ? List.of() : List.copyOf(aliases);
        this.dnsNames = dnsNames == null ? List.of() : List.copyOf(dnsNames);
        this.driverOpts = driverOpts == null ? Map.of() : Map.copyOf(driverOpts);
        this.gwPriority = gwPriority;
    }
}
