package dev.enclave.docker.networks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a container is connected to a network. Absent values are the engine's defaults.
 *
 * @param ipamConfig the addresses that it is to have
 * @param links links to other containers, each {@code name:alias}
 * @param aliases further names by which others in the network find it; not on the default bridge
 * @param macAddress its MAC address; with a create from API 1.44 on, with a connect from 1.54 on; refused before
 * @param driverOpts options of the network's driver
 * @param gwPriority the network with the highest number is the way out; from API 1.48 on, and refused before
 */
public record EndpointConfig(
        @Nullable IpamConfig ipamConfig,
        @Nullable List<String> links,
        @Nullable List<String> aliases,
        @Nullable String macAddress,
        @Nullable Map<String, String> driverOpts,
        @Nullable Integer gwPriority) {

    /** Copies the collections. */
    public EndpointConfig {
        links = links == null ? null : List.copyOf(links);
        aliases = aliases == null ? null : List.copyOf(aliases);
        driverOpts = driverOpts == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(driverOpts));
    }

    /** A connection with nothing asked for. */
    public static final EndpointConfig DEFAULTS = builder().build();

    /**
     * Addresses of a connection; the network must have a subnet that was chosen by hand.
     *
     * @param ipv4Address the IPv4 address
     * @param ipv6Address the IPv6 address
     * @param linkLocalIps further link-local addresses
     */
    public record IpamConfig(
            @Nullable String ipv4Address,
            @Nullable String ipv6Address,
            @Nullable List<String> linkLocalIps) {
        /** Copies the addresses. */
        public IpamConfig {
            linkLocalIps = linkLocalIps == null ? null : List.copyOf(linkLocalIps);
        }
    }

    /**
     * Starts a builder.
     *
     * @return a builder with everything else absent
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link EndpointConfig}; what is not set is left to the engine. */
    public static final class Builder {
        private @Nullable IpamConfig ipamConfig;
        private @Nullable List<String> links;
        private @Nullable List<String> aliases;
        private @Nullable String macAddress;
        private @Nullable Map<String, String> driverOpts;
        private @Nullable Integer gwPriority;

        private Builder() {}

        /**
         * Sets: the addresses that it is to have.
         *
         * @param value the value
         * @return this builder
         */
        public Builder ipamConfig(IpamConfig value) {
            this.ipamConfig = value;
            return this;
        }

        /**
         * Sets: links to other containers, each {@code name:alias}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder links(List<String> value) {
            this.links = value;
            return this;
        }

        /**
         * Sets: further names by which others in the network find it; not on the default bridge.
         *
         * @param value the value
         * @return this builder
         */
        public Builder aliases(List<String> value) {
            this.aliases = value;
            return this;
        }

        /**
         * Sets: its MAC address; with a create from API 1.44 on, with a connect from 1.54 on; refused before.
         *
         * @param value the value
         * @return this builder
         */
        public Builder macAddress(String value) {
            this.macAddress = value;
            return this;
        }

        /**
         * Sets: options of the network's driver.
         *
         * @param value the value
         * @return this builder
         */
        public Builder driverOpts(Map<String, String> value) {
            this.driverOpts = value;
            return this;
        }

        /**
         * Sets: the network with the highest number is the way out; from API 1.48 on, and refused before.
         *
         * @param value the value
         * @return this builder
         */
        public Builder gwPriority(Integer value) {
            this.gwPriority = value;
            return this;
        }

        /** {@return the EndpointConfig as set so far} */
        public EndpointConfig build() {
            return new EndpointConfig(ipamConfig, links, aliases, macAddress, driverOpts, gwPriority);
        }
    }
}
