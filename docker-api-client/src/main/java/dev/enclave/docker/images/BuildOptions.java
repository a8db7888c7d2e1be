package dev.enclave.docker.images;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an image is built of a context, by the engine's classic builder. Absent values are the engine's defaults.
 *
 * @param tags the names that it gets
 * @param dockerfile the path of the Dockerfile in the context; absent for {@code Dockerfile}
 * @param target the stage at which a build in stages ends
 * @param buildArgs values of {@code ARG}; do not pass secrets, the image's history shows them
 * @param labels labels of the image
 * @param noCache whether every step is done anew
 * @param pull whether the images that are built upon are looked for in their registry although they are there
 * @param cacheFrom images whose layers may be used as a cache
 * @param keepIntermediate whether the containers of the steps are kept after a success; absent for no
 * @param keepFailed whether the container of a step that failed is kept; absent for no
 * @param networkMode the network of the steps, for example {@code none}
 * @param extraHosts entries for the hosts file of the steps, as {@code name:address}
 * @param memory limit of memory of the steps in bytes
 * @param memorySwap limit of memory and swap together in bytes; -1 means no limit
 * @param shmSize size of {@code /dev/shm} of the steps in bytes
 * @param cpusetCpus the CPUs that the steps may use, for example {@code 0-2,5}
 * @param cpuQuota how many microseconds of CPU time the steps have in a period
 * @param cpuPeriod the length of such a period in microseconds
 * @param platform the platform as {@code os[/arch[/variant]]}
 * @param credentials credentials for registries that are pulled from, by the registry's host; absent for all that the docker command line
 *     knows ({@link RegistryCredentials#findAll()}), an empty map for none
 */
public record BuildOptions(
        @Nullable List<ImageReference> tags,
        @Nullable String dockerfile,
        @Nullable String target,
        @Nullable Map<String, String> buildArgs,
        @Nullable Map<String, String> labels,
        @Nullable Boolean noCache,
        @Nullable Boolean pull,
        @Nullable List<String> cacheFrom,
        @Nullable Boolean keepIntermediate,
        @Nullable Boolean keepFailed,
        @Nullable String networkMode,
        @Nullable List<String> extraHosts,
        @Nullable Long memory,
        @Nullable Long memorySwap,
        @Nullable Long shmSize,
        @Nullable String cpusetCpus,
        @Nullable Long cpuQuota,
        @Nullable Long cpuPeriod,
        @Nullable String platform,
        @Nullable Map<String, RegistryAuth> credentials) {

    /** Copies the collections. */
    public BuildOptions {
        tags = tags == null ? null : List.copyOf(tags);
        buildArgs = buildArgs == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
        labels = labels == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        cacheFrom = cacheFrom == null ? null : List.copyOf(cacheFrom);
        extraHosts = extraHosts == null ? null : List.copyOf(extraHosts);
        credentials = credentials == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(credentials));
    }

    /** An image without a name, of the file {@code Dockerfile}. */
    public static final BuildOptions DEFAULTS = builder().build();

    /**
     * Describes an image with a name, of the file {@code Dockerfile}.
     *
     * @param tag the name
     * @return the description
     */
    public static BuildOptions of(ImageReference tag) {
        return builder().tags(List.of(tag)).build();
    }

    /**
     * Starts a builder.
     *
     * @return a builder with everything else absent
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link BuildOptions}; what is not set is left to the engine. */
    public static final class Builder {
        private @Nullable List<ImageReference> tags;
        private @Nullable String dockerfile;
        private @Nullable String target;
        private @Nullable Map<String, String> buildArgs;
        private @Nullable Map<String, String> labels;
        private @Nullable Boolean noCache;
        private @Nullable Boolean pull;
        private @Nullable List<String> cacheFrom;
        private @Nullable Boolean keepIntermediate;
        private @Nullable Boolean keepFailed;
        private @Nullable String networkMode;
        private @Nullable List<String> extraHosts;
        private @Nullable Long memory;
        private @Nullable Long memorySwap;
        private @Nullable Long shmSize;
        private @Nullable String cpusetCpus;
        private @Nullable Long cpuQuota;
        private @Nullable Long cpuPeriod;
        private @Nullable String platform;
        private @Nullable Map<String, RegistryAuth> credentials;

        private Builder() {}

        /**
         * Sets: the names that it gets.
         *
         * @param value the value
         * @return this builder
         */
        public Builder tags(List<ImageReference> value) {
            this.tags = value;
            return this;
        }

        /**
         * Sets: the path of the Dockerfile in the context; absent for {@code Dockerfile}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder dockerfile(String value) {
            this.dockerfile = value;
            return this;
        }

        /**
         * Sets: the stage at which a build in stages ends.
         *
         * @param value the value
         * @return this builder
         */
        public Builder target(String value) {
            this.target = value;
            return this;
        }

        /**
         * Sets: values of {@code ARG}; do not pass secrets, the image's history shows them.
         *
         * @param value the value
         * @return this builder
         */
        public Builder buildArgs(Map<String, String> value) {
            this.buildArgs = value;
            return this;
        }

        /**
         * Sets: labels of the image.
         *
         * @param value the value
         * @return this builder
         */
        public Builder labels(Map<String, String> value) {
            this.labels = value;
            return this;
        }

        /**
         * Sets: whether every step is done anew.
         *
         * @param value the value
         * @return this builder
         */
        public Builder noCache(Boolean value) {
            this.noCache = value;
            return this;
        }

        /**
         * Sets: whether the images that are built upon are looked for in their registry although they are there.
         *
         * @param value the value
         * @return this builder
         */
        public Builder pull(Boolean value) {
            this.pull = value;
            return this;
        }

        /**
         * Sets: images whose layers may be used as a cache.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cacheFrom(List<String> value) {
            this.cacheFrom = value;
            return this;
        }

        /**
         * Sets: whether the containers of the steps are kept after a success; absent for no.
         *
         * @param value the value
         * @return this builder
         */
        public Builder keepIntermediate(Boolean value) {
            this.keepIntermediate = value;
            return this;
        }

        /**
         * Sets: whether the container of a step that failed is kept; absent for no.
         *
         * @param value the value
         * @return this builder
         */
        public Builder keepFailed(Boolean value) {
            this.keepFailed = value;
            return this;
        }

        /**
         * Sets: the network of the steps, for example {@code none}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder networkMode(String value) {
            this.networkMode = value;
            return this;
        }

        /**
         * Sets: entries for the hosts file of the steps, as {@code name:address}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder extraHosts(List<String> value) {
            this.extraHosts = value;
            return this;
        }

        /**
         * Sets: limit of memory of the steps in bytes.
         *
         * @param value the value
         * @return this builder
         */
        public Builder memory(Long value) {
            this.memory = value;
            return this;
        }

        /**
         * Sets: limit of memory and swap together in bytes; -1 means no limit.
         *
         * @param value the value
         * @return this builder
         */
        public Builder memorySwap(Long value) {
            this.memorySwap = value;
            return this;
        }

        /**
         * Sets: size of {@code /dev/shm} of the steps in bytes.
         *
         * @param value the value
         * @return this builder
         */
        public Builder shmSize(Long value) {
            this.shmSize = value;
            return this;
        }

        /**
         * Sets: the CPUs that the steps may use, for example {@code 0-2,5}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpusetCpus(String value) {
            this.cpusetCpus = value;
            return this;
        }

        /**
         * Sets: how many microseconds of CPU time the steps have in a period.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpuQuota(Long value) {
            this.cpuQuota = value;
            return this;
        }

        /**
         * Sets: the length of such a period in microseconds.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpuPeriod(Long value) {
            this.cpuPeriod = value;
            return this;
        }

        /**
         * Sets: the platform as {@code os[/arch[/variant]]}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder platform(String value) {
            this.platform = value;
            return this;
        }

        /**
         * Sets: credentials for registries that are pulled from, by the registry's host.
         *
         * @param value the value
         * @return this builder
         */
        public Builder credentials(Map<String, RegistryAuth> value) {
            this.credentials = value;
            return this;
        }

        /** {@return the BuildOptions as set so far} */
        public BuildOptions build() {
            return new BuildOptions(
                    tags,
                    dockerfile,
                    target,
                    buildArgs,
                    labels,
                    noCache,
                    pull,
                    cacheFrom,
                    keepIntermediate,
                    keepFailed,
                    networkMode,
                    extraHosts,
                    memory,
                    memorySwap,
                    shmSize,
                    cpusetCpus,
                    cpuQuota,
                    cpuPeriod,
                    platform,
                    credentials);
        }
    }
}
