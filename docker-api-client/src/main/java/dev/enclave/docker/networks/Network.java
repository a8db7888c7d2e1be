package dev.enclave.docker.networks;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A network. Everything but the id may be absent with some engine or version.
 *
 * @param id the id
 * @param name the name
 * @param created when it was created
 * @param scope how far it reaches: {@code local}, {@code global} or {@code swarm}
 * @param driver the driver, for example {@code bridge}
 * @param enableIpv4 whether it has IPv4 addresses; from API 1.48 on
 * @param enableIpv6 whether it has IPv6 addresses
 * @param ipam where its addresses come from
 * @param internal whether it has no way out
 * @param attachable whether containers of a swarm may connect to it by hand
 * @param ingress whether it is the routing mesh of a swarm
 * @param configOnly whether it only is a model for other networks
 * @param containers the running containers that are connected, by id; empty in a list
 * @param options options of the driver
 * @param labels the labels
 */
public record Network(
        String id,
        @Nullable String name,
        @Nullable Instant created,
        @Nullable String scope,
        @Nullable String driver,
        @Nullable Boolean enableIpv4,
        @Nullable Boolean enableIpv6,
        @Nullable Ipam ipam,
        @Nullable Boolean internal,
        @Nullable Boolean attachable,
        @Nullable Boolean ingress,
        @Nullable Boolean configOnly,
        Map<String, Connected> containers,
        Map<String, String> options,
        Map<String, String> labels) {

    /** Makes absent collections empty. */
    public Network(
            String id,
            @Nullable String name,
            @Nullable Instant created,
            @Nullable String scope,
            @Nullable String driver,
            @Nullable Boolean enableIpv4,
            @Nullable Boolean enableIpv6,
            @Nullable Ipam ipam,
            @Nullable Boolean internal,
            @Nullable Boolean attachable,
            @Nullable Boolean ingress,
            @Nullable Boolean configOnly,
            @Nullable Map<String, Connected> containers,
            @Nullable Map<String, String> options,
            @Nullable Map<String, String> labels) {
        this.id = Objects.requireNonNull(id, "id");
        this.name = name;
        this.created = created;
        this.scope = scope;
        this.driver = driver;
        this.enableIpv4 = enableIpv4;
        this.enableIpv6 = enableIpv6;
        this.ipam = ipam;
        this.internal = internal;
        this.attachable = attachable;
        this.ingress = ingress;
        this.configOnly = configOnly;
        this.containers = containers == null ? Map.of() : Map.copyOf(containers);
        this.options = options == null ? Map.of() : Map.copyOf(options);
        this.labels = labels == null ? Map.of() : Map.copyOf(labels);
    }

    /**
     * A container that is connected.
     *
     * @param name its name
     * @param endpointId the connection's id
     * @param macAddress its MAC address
     * @param ipv4Address its IPv4 address in CIDR form; may be empty
     * @param ipv6Address its IPv6 address in CIDR form; may be empty
     */
    public record Connected(
            @Nullable String name,
            @Nullable String endpointId,
            @Nullable String macAddress,
            @Nullable String ipv4Address,
            @Nullable String ipv6Address) {}
}
