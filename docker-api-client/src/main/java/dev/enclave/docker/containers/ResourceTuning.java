package dev.enclave.docker.containers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finer control of CPU, memory and block devices than {@link HostConfig} itself has. Absent values are the engine's defaults; what the host's
 * kernel does not support is ignored with a warning, or refused.
 *
 * @param cpuPeriod the length of a period of the CPU scheduler in microseconds
 * @param cpuQuota how many microseconds of CPU time there are in a period; excludes {@code nanoCpus}
 * @param cpuRealtimePeriod the length of a real-time period in microseconds
 * @param cpuRealtimeRuntime how many microseconds of real-time there are in a real-time period
 * @param cpusetCpus the CPUs that may be used, for example {@code 0-2,5}
 * @param cpusetMems the memory nodes that may be used, for example {@code 0,1}
 * @param memoryReservation soft limit of memory in bytes
 * @param memorySwappiness how readily memory is swapped out, 0 to 100; cgroup v1 only
 * @param oomKillDisable whether processes wait instead of being killed when memory is used up; cgroup v1 only
 * @param blkioWeight weight of block device time, 10 to 1000; 0 switches it off
 * @param blkioWeightDevice the same for single devices
 * @param blkioDeviceReadBps limits of reading in bytes per second
 * @param blkioDeviceWriteBps limits of writing in bytes per second
 * @param blkioDeviceReadIops limits of reads per second
 * @param blkioDeviceWriteIops limits of writes per second
 */
public record ResourceTuning(
        @Nullable Long cpuPeriod,
        @Nullable Long cpuQuota,
        @Nullable Long cpuRealtimePeriod,
        @Nullable Long cpuRealtimeRuntime,
        @Nullable String cpusetCpus,
        @Nullable String cpusetMems,
        @Nullable Long memoryReservation,
        @Nullable Long memorySwappiness,
        @Nullable Boolean oomKillDisable,
        @Nullable Integer blkioWeight,
        @Nullable List<WeightDevice> blkioWeightDevice,
        @Nullable List<ThrottleDevice> blkioDeviceReadBps,
        @Nullable List<ThrottleDevice> blkioDeviceWriteBps,
        @Nullable List<ThrottleDevice> blkioDeviceReadIops,
        @Nullable List<ThrottleDevice> blkioDeviceWriteIops) {

    /** Copies the collections. */
    public ResourceTuning {
        blkioWeightDevice = blkioWeightDevice == null ? null : List.copyOf(blkioWeightDevice);
        blkioDeviceReadBps = blkioDeviceReadBps == null ? null : List.copyOf(blkioDeviceReadBps);
        blkioDeviceWriteBps = blkioDeviceWriteBps == null ? null : List.copyOf(blkioDeviceWriteBps);
        blkioDeviceReadIops = blkioDeviceReadIops == null ? null : List.copyOf(blkioDeviceReadIops);
        blkioDeviceWriteIops = blkioDeviceWriteIops == null ? null : List.copyOf(blkioDeviceWriteIops);
    }

    /**
     * The weight of a block device.
     *
     * @param path the device on the host, for example {@code /dev/sda}
     * @param weight its weight, 10 to 1000
     */
    public record WeightDevice(String path, int weight) {}

    /**
     * The limit of a block device.
     *
     * @param path the device on the host, for example {@code /dev/sda}
     * @param rate how much per second
     */
    public record ThrottleDevice(String path, long rate) {}

    /**
     * Starts a builder.
     *
     * @return a builder with everything else absent
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link ResourceTuning}; what is not set is left to the engine. */
    public static final class Builder {
        private @Nullable Long cpuPeriod;
        private @Nullable Long cpuQuota;
        private @Nullable Long cpuRealtimePeriod;
        private @Nullable Long cpuRealtimeRuntime;
        private @Nullable String cpusetCpus;
        private @Nullable String cpusetMems;
        private @Nullable Long memoryReservation;
        private @Nullable Long memorySwappiness;
        private @Nullable Boolean oomKillDisable;
        private @Nullable Integer blkioWeight;
        private @Nullable List<WeightDevice> blkioWeightDevice;
        private @Nullable List<ThrottleDevice> blkioDeviceReadBps;
        private @Nullable List<ThrottleDevice> blkioDeviceWriteBps;
        private @Nullable List<ThrottleDevice> blkioDeviceReadIops;
        private @Nullable List<ThrottleDevice> blkioDeviceWriteIops;

        private Builder() {}

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
         * Sets: how many microseconds of CPU time there are in a period; excludes {@code nanoCpus}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpuQuota(Long value) {
            this.cpuQuota = value;
            return this;
        }

        /**
         * Sets: the length of a real-time period in microseconds.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpuRealtimePeriod(Long value) {
            this.cpuRealtimePeriod = value;
            return this;
        }

        /**
         * Sets: how many microseconds of real-time there are in a real-time period.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpuRealtimeRuntime(Long value) {
            this.cpuRealtimeRuntime = value;
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
         * Sets: the memory nodes that may be used, for example {@code 0,1}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpusetMems(String value) {
            this.cpusetMems = value;
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
         * Sets: how readily memory is swapped out, 0 to 100; cgroup v1 only.
         *
         * @param value the value
         * @return this builder
         */
        public Builder memorySwappiness(Long value) {
            this.memorySwappiness = value;
            return this;
        }

        /**
         * Sets: whether processes wait instead of being killed when memory is used up; cgroup v1 only.
         *
         * @param value the value
         * @return this builder
         */
        public Builder oomKillDisable(Boolean value) {
            this.oomKillDisable = value;
            return this;
        }

        /**
         * Sets: weight of block device time, 10 to 1000; 0 switches it off.
         *
         * @param value the value
         * @return this builder
         */
        public Builder blkioWeight(Integer value) {
            this.blkioWeight = value;
            return this;
        }

        /**
         * Sets: the same for single devices.
         *
         * @param value the value
         * @return this builder
         */
        public Builder blkioWeightDevice(List<WeightDevice> value) {
            this.blkioWeightDevice = value;
            return this;
        }

        /**
         * Sets: limits of reading in bytes per second.
         *
         * @param value the value
         * @return this builder
         */
        public Builder blkioDeviceReadBps(List<ThrottleDevice> value) {
            this.blkioDeviceReadBps = value;
            return this;
        }

        /**
         * Sets: limits of writing in bytes per second.
         *
         * @param value the value
         * @return this builder
         */
        public Builder blkioDeviceWriteBps(List<ThrottleDevice> value) {
            this.blkioDeviceWriteBps = value;
            return this;
        }

        /**
         * Sets: limits of reads per second.
         *
         * @param value the value
         * @return this builder
         */
        public Builder blkioDeviceReadIops(List<ThrottleDevice> value) {
            this.blkioDeviceReadIops = value;
            return this;
        }

        /**
         * Sets: limits of writes per second.
         *
         * @param value the value
         * @return this builder
         */
        public Builder blkioDeviceWriteIops(List<ThrottleDevice> value) {
            this.blkioDeviceWriteIops = value;
            return this;
        }

        /** {@return the ResourceTuning as set so far} */
        public ResourceTuning build() {
            return new ResourceTuning(
                    cpuPeriod,
                    cpuQuota,
                    cpuRealtimePeriod,
                    cpuRealtimeRuntime,
                    cpusetCpus,
                    cpusetMems,
                    memoryReservation,
                    memorySwappiness,
                    oomKillDisable,
                    blkioWeight,
                    blkioWeightDevice,
                    blkioDeviceReadBps,
                    blkioDeviceWriteBps,
                    blkioDeviceReadIops,
                    blkioDeviceWriteIops);
        }
    }
}
