package dev.enclave.docker.networks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a network is made of: the body of {@code POST /networks/create}. Absent values are the engine's defaults.
 *
 * @param name the name
 * @param driver the driver, for example {@code bridge}, which is the default
 * @param scope how far it reaches: {@code local}, {@code global} or {@code swarm}
 * @param internal whether it has no way out
 * @param attachable whether containers of a swarm may connect to it by hand
 * @param enableIpv4 whether it has IPv4 addresses; from API 1.48 on; before, false is refused
 * @param enableIpv6 whether it has IPv6 addresses
 * @param ipam where its addresses come from
 * @param options options of the driver
 * @param labels labels
 * @param checkDuplicate whether a name that is in use is refused; only engines before API 1.44 read it, later ones always refuse
 */
public record NetworkConfig(
        String name,
        @Nullable String driver,
        @Nullable String scope,
        @Nullable Boolean internal,
        @Nullable Boolean attachable,
        @Nullable Boolean enableIpv4,
        @Nullable Boolean enableIpv6,
        @Nullable Ipam ipam,
        @Nullable Map<String, String> options,
        @Nullable Map<String, String> labels,
        @Nullable Boolean checkDuplicate) {

    /** Checks what is required, and copies the collections. */
    public NetworkConfig {
        Objects.requireNonNull(name, "name");
        options = options == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(options));
        labels = labels == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /**
     * Starts a builder.
     *
     * @param name the name
     * @return a builder with everything else absent
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Builds a {@link NetworkConfig}; what is not set is left to the engine. */
    public static final class Builder {
        private final String name;
        private @Nullable String driver;
        private @Nullable String scope;
        private @Nullable Boolean internal;
        private @Nullable Boolean attachable;
        private @Nullable Boolean enableIpv4;
        private @Nullable Boolean enableIpv6;
        private @Nullable Ipam ipam;
        private @Nullable Map<String, String> options;
        private @Nullable Map<String, String> labels;
        private @Nullable Boolean checkDuplicate = true;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /**
         * Sets: the driver, for example {@code bridge}, which is the default.
         *
         * @param value the value
         * @return this builder
         */
        public Builder driver(String value) {
            this.driver = value;
            return this;
        }

        /**
         * Sets: how far it reaches: {@code local}, {@code global} or {@code swarm}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder scope(String value) {
            this.scope = value;
            return this;
        }

        /**
         * Sets: whether it has no way out.
         *
         * @param value the value
         * @return this builder
         */
        public Builder internal(Boolean value) {
            this.internal = value;
            return this;
        }

        /**
         * Sets: whether containers of a swarm may connect to it by hand.
         *
         * @param value the value
         * @return this builder
         */
        public Builder attachable(Boolean value) {
            this.attachable = value;
            return this;
        }

        /**
         * Sets: whether it has IPv4 addresses; from API 1.48 on; before, false is refused.
         *
         * @param value the value
         * @return this builder
         */
        public Builder enableIpv4(Boolean value) {
            this.enableIpv4 = value;
            return this;
        }

        /**
         * Sets: whether it has IPv6 addresses.
         *
         * @param value the value
         * @return this builder
         */
        public Builder enableIpv6(Boolean value) {
            this.enableIpv6 = value;
            return this;
        }

        /**
         * Sets: where its addresses come from.
         *
         * @param value the value
         * @return this builder
         */
        public Builder ipam(Ipam value) {
            this.ipam = value;
            return this;
        }

        /**
         * Sets: options of the driver.
         *
         * @param value the value
         * @return this builder
         */
        public Builder options(Map<String, String> value) {
            this.options = value;
            return this;
        }

        /**
         * Sets: labels.
         *
         * @param value the value
         * @return this builder
         */
        public Builder labels(Map<String, String> value) {
            this.labels = value;
            return this;
        }

        /**
         * Sets: whether a name that is in use is refused, which is the default; only engines before API 1.44 read it, later ones always
         * refuse.
         *
         * @param value the value
         * @return this builder
         */
        public Builder checkDuplicate(Boolean value) {
            this.checkDuplicate = value;
            return this;
        }

        /** {@return the NetworkConfig as set so far} */
        public NetworkConfig build() {
            return new NetworkConfig(
                    name,
                    driver,
                    scope,
                    internal,
                    attachable,
                    enableIpv4,
                    enableIpv6,
                    ipam,
                    options,
                    labels,
                    checkDuplicate);
        }
    }
}
