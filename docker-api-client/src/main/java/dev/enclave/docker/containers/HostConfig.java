package dev.enclave.docker.containers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a container sits on its host: mounts, limits, isolation. Absent values are the engine's defaults.
 *
 * @param mounts what is mounted
 * @param tmpfs container path to mount options of tmpfs mounts, for example {@code size=64m,mode=1777}
 * @param autoRemove whether the engine removes the container when it has ended
 * @param init whether an init process forwards signals and reaps orphans
 * @param networkMode {@code none}, {@code bridge}, {@code host}, {@code container:ID} or the name of a network
 * @param extraHosts entries for the hosts file, as {@code name:address}
 * @param portBindings container port ({@code 80/tcp}) to host addresses
 * @param memory limit of memory in bytes
 * @param memorySwap limit of memory and swap together in bytes; equal to memory means no swap; -1 means no limit
 * @param nanoCpus limit of CPUs in billionths of one
 * @param cpuShares weight of CPU time against other containers
 * @param pidsLimit how many processes and threads there may be; -1 means no limit
 * @param ulimits resource limits of each process
 * @param shmSize size of {@code /dev/shm} in bytes
 * @param oomScoreAdj how readily the kernel kills this container when the host runs out of memory
 * @param capAdd capabilities added
 * @param capDrop capabilities dropped; {@code ALL} drops all
 * @param securityOpt security options, for example {@code no-new-privileges}
 * @param privileged whether the container may do what root on the host may
 * @param readonlyRootfs whether the root file system is read-only
 * @param runtime the name of an OCI runtime that the engine knows
 * @param ipcMode the IPC namespace: {@code private}, {@code none}, {@code shareable}, {@code host}
 * @param usernsMode the user namespace: {@code host} or absent
 * @param logConfig where the output goes
 * @param restartPolicy what the engine does when the container has ended
 * @param resources finer control of CPU, memory and block devices
 * @param deviceAccess which devices of the host may be used
 * @param nameResolution how names are found
 * @param isolationOptions finer control of namespaces, kernel settings and storage
 * @param consoleSize height and width of the terminal in characters at the start; from API 1.42 on, and refused before
 */
public record HostConfig(
        @Nullable List<MountConfig> mounts,
        @Nullable Map<String, String> tmpfs,
        @Nullable Boolean autoRemove,
        @Nullable Boolean init,
        @Nullable String networkMode,
        @Nullable List<String> extraHosts,
        @Nullable Map<String, List<PortBinding>> portBindings,
        @Nullable Long memory,
        @Nullable Long memorySwap,
        @Nullable Long nanoCpus,
        @Nullable Long cpuShares,
        @Nullable Long pidsLimit,
        @Nullable List<Ulimit> ulimits,
        @Nullable Long shmSize,
        @Nullable Integer oomScoreAdj,
        @Nullable List<String> capAdd,
        @Nullable List<String> capDrop,
        @Nullable List<String> securityOpt,
        @Nullable Boolean privileged,
        @Nullable Boolean readonlyRootfs,
        @Nullable String runtime,
        @Nullable String ipcMode,
        @Nullable String usernsMode,
        @Nullable LogConfig logConfig,
        @Nullable RestartPolicy restartPolicy,
        @Nullable ResourceTuning resources,
        @Nullable DeviceAccess deviceAccess,
        @Nullable NameResolution nameResolution,
        @Nullable IsolationOptions isolationOptions,
        @Nullable List<Integer> consoleSize) {

    /** Copies the collections. */
    public HostConfig {
        mounts = mounts == null ? null : List.copyOf(mounts);
        tmpfs = tmpfs == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(tmpfs));
        extraHosts = extraHosts == null ? null : List.copyOf(extraHosts);
        portBindings = portBindings == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(portBindings));
        ulimits = ulimits == null ? null : List.copyOf(ulimits);
        capAdd = capAdd == null ? null : List.copyOf(capAdd);
        capDrop = capDrop == null ? null : List.copyOf(capDrop);
        securityOpt = securityOpt == null ? null : List.copyOf(securityOpt);
        consoleSize = consoleSize == null ? null : List.copyOf(consoleSize);
    }

    /**
     * Starts a builder.
     *
     * @return a builder with everything else absent
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link HostConfig}; what is not set is left to the engine. */
    public static final class Builder {
        private @Nullable List<MountConfig> mounts;
        private @Nullable Map<String, String> tmpfs;
        private @Nullable Boolean autoRemove;
        private @Nullable Boolean init;
        private @Nullable String networkMode;
        private @Nullable List<String> extraHosts;
        private @Nullable Map<String, List<PortBinding>> portBindings;
        private @Nullable Long memory;
        private @Nullable Long memorySwap;
        private @Nullable Long nanoCpus;
        private @Nullable Long cpuShares;
        private @Nullable Long pidsLimit;
        private @Nullable List<Ulimit> ulimits;
        private @Nullable Long shmSize;
        private @Nullable Integer oomScoreAdj;
        private @Nullable List<String> capAdd;
        private @Nullable List<String> capDrop;
        private @Nullable List<String> securityOpt;
        private @Nullable Boolean privileged;
        private @Nullable Boolean readonlyRootfs;
        private @Nullable String runtime;
        private @Nullable String ipcMode;
        private @Nullable String usernsMode;
        private @Nullable LogConfig logConfig;
        private @Nullable RestartPolicy restartPolicy;
        private @Nullable ResourceTuning resources;
        private @Nullable DeviceAccess deviceAccess;
        private @Nullable NameResolution nameResolution;
        private @Nullable IsolationOptions isolationOptions;
        private @Nullable List<Integer> consoleSize;

        private Builder() {}

        /**
         * Sets: what is mounted.
         *
         * @param value the value
         * @return this builder
         */
        public Builder mounts(List<MountConfig> value) {
            this.mounts = value;
            return this;
        }

        /**
         * Sets: container path to mount options of tmpfs mounts, for example {@code size=64m,mode=1777}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder tmpfs(Map<String, String> value) {
            this.tmpfs = value;
            return this;
        }

        /**
         * Sets: whether the engine removes the container when it has ended.
         *
         * @param value the value
         * @return this builder
         */
        public Builder autoRemove(Boolean value) {
            this.autoRemove = value;
            return this;
        }

        /**
         * Sets: whether an init process forwards signals and reaps orphans.
         *
         * @param value the value
         * @return this builder
         */
        public Builder init(Boolean value) {
            this.init = value;
            return this;
        }

        /**
         * Sets: {@code none}, {@code bridge}, {@code host}, {@code container:ID} or the name of a network.
         *
         * @param value the value
         * @return this builder
         */
        public Builder networkMode(String value) {
            this.networkMode = value;
            return this;
        }

        /**
         * Sets: entries for the hosts file, as {@code name:address}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder extraHosts(List<String> value) {
            this.extraHosts = value;
            return this;
        }

        /**
         * Sets: container port ({@code 80/tcp}) to host addresses.
         *
         * @param value the value
         * @return this builder
         */
        public Builder portBindings(Map<String, List<PortBinding>> value) {
            this.portBindings = value;
            return this;
        }

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
         * Sets: limit of memory and swap together in bytes; equal to memory means no swap; -1 means no limit.
         *
         * @param value the value
         * @return this builder
         */
        public Builder memorySwap(Long value) {
            this.memorySwap = value;
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
         * Sets: resource limits of each process.
         *
         * @param value the value
         * @return this builder
         */
        public Builder ulimits(List<Ulimit> value) {
            this.ulimits = value;
            return this;
        }

        /**
         * Sets: size of {@code /dev/shm} in bytes.
         *
         * @param value the value
         * @return this builder
         */
        public Builder shmSize(Long value) {
            this.shmSize = value;
            return this;
        }

        /**
         * Sets: how readily the kernel kills this container when the host runs out of memory.
         *
         * @param value the value
         * @return this builder
         */
        public Builder oomScoreAdj(Integer value) {
            this.oomScoreAdj = value;
            return this;
        }

        /**
         * Sets: capabilities added.
         *
         * @param value the value
         * @return this builder
         */
        public Builder capAdd(List<String> value) {
            this.capAdd = value;
            return this;
        }

        /**
         * Sets: capabilities dropped; {@code ALL} drops all.
         *
         * @param value the value
         * @return this builder
         */
        public Builder capDrop(List<String> value) {
            this.capDrop = value;
            return this;
        }

        /**
         * Sets: security options, for example {@code no-new-privileges}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder securityOpt(List<String> value) {
            this.securityOpt = value;
            return this;
        }

        /**
         * Sets: whether the container may do what root on the host may.
         *
         * @param value the value
         * @return this builder
         */
        public Builder privileged(Boolean value) {
            this.privileged = value;
            return this;
        }

        /**
         * Sets: whether the root file system is read-only.
         *
         * @param value the value
         * @return this builder
         */
        public Builder readonlyRootfs(Boolean value) {
            this.readonlyRootfs = value;
            return this;
        }

        /**
         * Sets: the name of an OCI runtime that the engine knows.
         *
         * @param value the value
         * @return this builder
         */
        public Builder runtime(String value) {
            this.runtime = value;
            return this;
        }

        /**
         * Sets: the IPC namespace: {@code private}, {@code none}, {@code shareable}, {@code host}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder ipcMode(String value) {
            this.ipcMode = value;
            return this;
        }

        /**
         * Sets: the user namespace: {@code host} or absent.
         *
         * @param value the value
         * @return this builder
         */
        public Builder usernsMode(String value) {
            this.usernsMode = value;
            return this;
        }

        /**
         * Sets: where the output goes.
         *
         * @param value the value
         * @return this builder
         */
        public Builder logConfig(LogConfig value) {
            this.logConfig = value;
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

        /**
         * Sets: finer control of CPU, memory and block devices.
         *
         * @param value the value
         * @return this builder
         */
        public Builder resources(ResourceTuning value) {
            this.resources = value;
            return this;
        }

        /**
         * Sets: which devices of the host may be used.
         *
         * @param value the value
         * @return this builder
         */
        public Builder deviceAccess(DeviceAccess value) {
            this.deviceAccess = value;
            return this;
        }

        /**
         * Sets: how names are found.
         *
         * @param value the value
         * @return this builder
         */
        public Builder nameResolution(NameResolution value) {
            this.nameResolution = value;
            return this;
        }

        /**
         * Sets: finer control of namespaces, kernel settings and storage.
         *
         * @param value the value
         * @return this builder
         */
        public Builder isolationOptions(IsolationOptions value) {
            this.isolationOptions = value;
            return this;
        }

        /**
         * Sets: height and width of the terminal in characters at the start; from API 1.42 on, and refused before.
         *
         * @param value the value
         * @return this builder
         */
        public Builder consoleSize(List<Integer> value) {
            this.consoleSize = value;
            return this;
        }

        /** {@return the HostConfig as set so far} */
        public HostConfig build() {
            return new HostConfig(
                    mounts,
                    tmpfs,
                    autoRemove,
                    init,
                    networkMode,
                    extraHosts,
                    portBindings,
                    memory,
                    memorySwap,
                    nanoCpus,
                    cpuShares,
                    pidsLimit,
                    ulimits,
                    shmSize,
                    oomScoreAdj,
                    capAdd,
                    capDrop,
                    securityOpt,
                    privileged,
                    readonlyRootfs,
                    runtime,
                    ipcMode,
                    usernsMode,
                    logConfig,
                    restartPolicy,
                    resources,
                    deviceAccess,
                    nameResolution,
                    isolationOptions,
                    consoleSize);
        }
    }
}
