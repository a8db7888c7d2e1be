package dev.enclave.docker.containers;

import org.jspecify.annotations.Nullable;

/**
 * What changes of a container, while it runs or not: the body of {@code POST /containers/ID/update}. Absent values stay as they are.
 *
 * @param memory limit of memory in bytes
 * @param memorySwap limit of memory and swap together in bytes; -1 means no limit. Not less than the memory: change both at once
 * @param memoryReservation soft limit of memory in bytes
 * @param nanoCpus limit of CPUs in billionths of one
 * @param cpuShares weight of CPU time against other containers
 * @param cpuPeriod the length of a period of the CPU scheduler in microseconds
 * @param cpuQuota how many microseconds of CPU time there are in a period
 * @param cpusetCpus the CPUs that may be used, for example {@code 0-2,5}
 * @param cpusetMems the memory nodes that may be used
 * @param blkioWeight weight of block device time, 10 to 1000
 * @param pidsLimit how many processes and threads there may be; -1 means no limit
 * @param restartPolicy what the engine does when the container has ended
 */
public record UpdateConfig(
        @Nullable Long memory,
        @Nullable Long memorySwap,
        @Nullable Long memoryReservation,
        @Nullable Long nanoCpus,
        @Nullable Long cpuShares,
        @Nullable Long cpuPeriod,
        @Nullable Long cpuQuota,
        @Nullable String cpusetCpus,
        @Nullable String cpusetMems,
        @Nullable Integer blkioWeight,
        @Nullable Long pidsLimit,
        @Nullable RestartPolicy restartPolicy) {

    /**
     * Starts a builder.
     *
     * @return a builder with everything else absent
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link UpdateConfig}; what is not set is left to the engine. */
    public static final class Builder {
        private @Nullable Long memory;
        private @Nullable Long memorySwap;
        private @Nullable Long memoryReservation;
        private @Nullable Long nanoCpus;
        private @Nullable Long cpuShares;
        private @Nullable Long cpuPeriod;
        private @Nullable Long cpuQuota;
        private @Nullable String cpusetCpus;
        private @Nullable String cpusetMems;
        private @Nullable Integer blkioWeight;
        private @Nullable Long pidsLimit;
        private @Nullable RestartPolicy restartPolicy;

        private Builder() {}

        /**
         * Sets: limit of memory in bytes.
         *
         * @param value the value
         * @return this builder
         */
        public Builder memory(Long value) {
            this.memory = value;
            return this;
        }

        /**
         * Sets: limit of memory and swap together in bytes; -1 means no limit. Not less than the memory: change both at once.
         *
         * @param value the value
         * @return this builder
         */
        public Builder memorySwap(Long value) {
            this.memorySwap = value;
            return this;
        }

        /**
         * Sets: soft limit of memory in bytes.
         *
         * @param value the value
         * @return this builder
         */
        public Builder memoryReservation(Long value) {
            this.memoryReservation = value;
            return this;
        }

        /**
         * Sets: limit of CPUs in billionths of one.
         *
         * @param value the value
         * @return this builder
         */
        public Builder nanoCpus(Long value) {
            this.nanoCpus = value;
            return this;
        }

        /**
         * Sets: weight of CPU time against other containers.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpuShares(Long value) {
            this.cpuShares = value;
            return this;
        }

        /**
         * Sets: the length of a period of the CPU scheduler in microseconds.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpuPeriod(Long value) {
            this.cpuPeriod = value;
            return this;
        }

        /**
         * Sets: how many microseconds of CPU time there are in a period.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpuQuota(Long value) {
            this.cpuQuota = value;
            return this;
        }

        /**
         * Sets: the CPUs that may be used, for example {@code 0-2,5}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpusetCpus(String value) {
            this.cpusetCpus = value;
            return this;
        }

        /**
         * Sets: the memory nodes that may be used.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpusetMems(String value) {
            this.cpusetMems = value;
            return this;
        }

        /**
         * Sets: weight of block device time, 10 to 1000.
         *
         * @param value the value
         * @return this builder
         */
        public Builder blkioWeight(Integer value) {
            this.blkioWeight = value;
            return this;
        }

        /**
         * Sets: how many processes and threads there may be; -1 means no limit.
         *
         * @param value the value
         * @return this builder
         */
        public Builder pidsLimit(Long value) {
            this.pidsLimit = value;
            return this;
        }

        /**
         * Sets: what the engine does when the container has ended.
         *
         * @param value the value
         * @return this builder
         */
        public Builder restartPolicy(RestartPolicy value) {
            this.restartPolicy = value;
            return this;
        }

        /** {@return the UpdateConfig as set so far} */
        public UpdateConfig build() {
            return new UpdateConfig(
                    memory,
                    memorySwap,
                    memoryReservation,
                    nanoCpus,
                    cpuShares,
                    cpuPeriod,
                    cpuQuota,
                    cpusetCpus,
                    cpusetMems,
                    blkioWeight,
                    pidsLimit,
                    restartPolicy);
        }
    }
}
