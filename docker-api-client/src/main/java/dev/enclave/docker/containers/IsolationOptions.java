package dev.enclave.docker.containers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finer control of namespaces, kernel settings and storage than {@link HostConfig} itself has. Absent values are the engine's defaults.
 *
 * @param pidMode the PID namespace: {@code host}, {@code container:ID} or absent for one of its own
 * @param utsMode the namespace of the host name: {@code host} or absent
 * @param cgroupnsMode the cgroup namespace: {@code private} or {@code host}
 * @param cgroupParent the cgroup above the container's
 * @param groupAdd further groups of its processes
 * @param sysctls kernel settings of its namespaces, for example {@code net.core.somaxconn}
 * @param maskedPaths paths that cannot be seen; an empty list shows all
 * @param readonlyPaths paths that cannot be written; an empty list allows all
 * @param storageOpt options of the storage driver, for example {@code size}
 * @param annotations annotations that the OCI runtime gets; from API 1.43 on, and refused before
 * @param isolation the isolation technology on Windows
 * @param binds mounts in the form {@code src:dst[:options]}, whose missing sources the engine creates: prefer {@code mounts}
 * @param volumesFrom containers whose volumes are mounted too, as {@code name[:ro]}
 * @param volumeDriver the driver that makes volumes in the short form
 */
public record IsolationOptions(
        @Nullable String pidMode,
        @Nullable String utsMode,
        @Nullable String cgroupnsMode,
        @Nullable String cgroupParent,
        @Nullable List<String> groupAdd,
        @Nullable Map<String, String> sysctls,
        @Nullable List<String> maskedPaths,
        @Nullable List<String> readonlyPaths,
        @Nullable Map<String, String> storageOpt,
        @Nullable Map<String, String> annotations,
        @Nullable String isolation,
        @Nullable List<String> binds,
        @Nullable List<String> volumesFrom,
        @Nullable String volumeDriver) {

    /** Copies the collections. */
    public IsolationOptions {
        groupAdd = groupAdd == null ? null : List.copyOf(groupAdd);
        sysctls = sysctls == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
        maskedPaths = maskedPaths == null ? null : List.copyOf(maskedPaths);
        readonlyPaths = readonlyPaths == null ? null : List.copyOf(readonlyPaths);
        storageOpt = storageOpt == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(storageOpt));
        annotations = annotations == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        binds = binds == null ? null : List.copyOf(binds);
        volumesFrom = volumesFrom == null ? null : List.copyOf(volumesFrom);
    }

    /**
     * Starts a builder.
     *
     * @return a builder with everything else absent
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link IsolationOptions}; what is not set is left to the engine. */
    public static final class Builder {
        private @Nullable String pidMode;
        private @Nullable String utsMode;
        private @Nullable String cgroupnsMode;
        private @Nullable String cgroupParent;
        private @Nullable List<String> groupAdd;
        private @Nullable Map<String, String> sysctls;
        private @Nullable List<String> maskedPaths;
        private @Nullable List<String> readonlyPaths;
        private @Nullable Map<String, String> storageOpt;
        private @Nullable Map<String, String> annotations;
        private @Nullable String isolation;
        private @Nullable List<String> binds;
        private @Nullable List<String> volumesFrom;
        private @Nullable String volumeDriver;

        private Builder() {}

        /**
         * Sets: the PID namespace: {@code host}, {@code container:ID} or absent for one of its own.
         *
         * @param value the value
         * @return this builder
         */
        public Builder pidMode(String value) {
            this.pidMode = value;
            return this;
        }

        /**
         * Sets: the namespace of the host name: {@code host} or absent.
         *
         * @param value the value
         * @return this builder
         */
        public Builder utsMode(String value) {
            this.utsMode = value;
            return this;
        }

        /**
         * Sets: the cgroup namespace: {@code private} or {@code host}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cgroupnsMode(String value) {
            this.cgroupnsMode = value;
            return this;
        }

        /**
         * Sets: the cgroup above the container's.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cgroupParent(String value) {
            this.cgroupParent = value;
            return this;
        }

        /**
         * Sets: further groups of its processes.
         *
         * @param value the value
         * @return this builder
         */
        public Builder groupAdd(List<String> value) {
            this.groupAdd = value;
            return this;
        }

        /**
         * Sets: kernel settings of its namespaces, for example {@code net.core.somaxconn}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder sysctls(Map<String, String> value) {
            this.sysctls = value;
            return this;
        }

        /**
         * Sets: paths that cannot be seen; an empty list shows all.
         *
         * @param value the value
         * @return this builder
         */
        public Builder maskedPaths(List<String> value) {
            this.maskedPaths = value;
            return this;
        }

        /**
         * Sets: paths that cannot be written; an empty list allows all.
         *
         * @param value the value
         * @return this builder
         */
        public Builder readonlyPaths(List<String> value) {
            this.readonlyPaths = value;
            return this;
        }

        /**
         * Sets: options of the storage driver, for example {@code size}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder storageOpt(Map<String, String> value) {
            this.storageOpt = value;
            return this;
        }

        /**
         * Sets: annotations that the OCI runtime gets; from API 1.43 on, and refused before.
         *
         * @param value the value
         * @return this builder
         */
        public Builder annotations(Map<String, String> value) {
            this.annotations = value;
            return this;
        }

        /**
         * Sets: the isolation technology on Windows.
         *
         * @param value the value
         * @return this builder
         */
        public Builder isolation(String value) {
            this.isolation = value;
            return this;
        }

        /**
         * Sets: mounts in the form {@code src:dst[:options]}, whose missing sources the engine creates: prefer {@code mounts}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder binds(List<String> value) {
            this.binds = value;
            return this;
        }

        /**
         * Sets: containers whose volumes are mounted too, as {@code name[:ro]}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder volumesFrom(List<String> value) {
            this.volumesFrom = value;
            return this;
        }

        /**
         * Sets: the driver that makes volumes in the short form.
         *
         * @param value the value
         * @return this builder
         */
        public Builder volumeDriver(String value) {
            this.volumeDriver = value;
            return this;
        }

        /** {@return the IsolationOptions as set so far} */
        public IsolationOptions build() {
            return new IsolationOptions(
                    pidMode,
                    utsMode,
                    cgroupnsMode,
                    cgroupParent,
                    groupAdd,
                    sysctls,
                    maskedPaths,
                    readonlyPaths,
                    storageOpt,
                    annotations,
                    isolation,
                    binds,
                    volumesFrom,
                    volumeDriver);
        }
    }
}
