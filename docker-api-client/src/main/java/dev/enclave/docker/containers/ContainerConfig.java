package dev.enclave.docker.containers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a container is made of: the body of {@code POST /containers/create}. Absent values are the image's or the engine's defaults.
 *
 * @param image the image: a reference or an id
 * @param cmd the command, or the arguments of the entrypoint
 * @param entrypoint the entrypoint; an empty list removes the image's
 * @param env environment variables as {@code NAME=value}
 * @param user user name or id, optionally {@code :group}
 * @param workingDir the working directory, absolute; made when missing
 * @param hostname the host name
 * @param labels labels
 * @param tty whether there is a terminal; output is then one raw stream
 * @param openStdin whether standard input is open
 * @param stdinOnce whether standard input closes after the first attached client has gone
 * @param attachStdin whether standard input is attached
 * @param attachStdout whether standard output is attached
 * @param attachStderr whether standard error is attached
 * @param networkDisabled whether networking is switched off
 * @param stopSignal the signal that a stop sends, by name
 * @param stopTimeout how many seconds a stop waits before it kills
 * @param healthcheck how the engine asks for the container's health
 * @param hostConfig how the container sits on its host
 * @param domainname the domain name
 * @param exposedPorts ports that it listens on, for example {@code 80/tcp}
 * @param volumes paths in the container that get an anonymous volume
 * @param shell the shell that runs shell lines of builds, in {@code CMD-SHELL} health checks too
 * @param onBuild build instructions for images made of this one; of an image only
 * @param networkingConfig how it is connected to networks; more than one only from API 1.44 on
 * @param macAddress the MAC address of its first network, for engines before API 1.44. Later ones have {@link
 *     dev.enclave.docker.networks.EndpointConfig#macAddress()}, and from 1.52 on only that
 */
public record ContainerConfig(
        @Nullable String image,
        @Nullable List<String> cmd,
        @Nullable List<String> entrypoint,
        @Nullable List<String> env,
        @Nullable String user,
        @Nullable String workingDir,
        @Nullable String hostname,
        @Nullable Map<String, String> labels,
        @Nullable Boolean tty,
        @Nullable Boolean openStdin,
        @Nullable Boolean stdinOnce,
        @Nullable Boolean attachStdin,
        @Nullable Boolean attachStdout,
        @Nullable Boolean attachStderr,
        @Nullable Boolean networkDisabled,
        @Nullable String stopSignal,
        @Nullable Integer stopTimeout,
        @Nullable Healthcheck healthcheck,
        @Nullable HostConfig hostConfig,
        @Nullable String domainname,
        @Nullable Set<String> exposedPorts,
        @Nullable Set<String> volumes,
        @Nullable List<String> shell,
        @Nullable List<String> onBuild,
        @Nullable NetworkingConfig networkingConfig,
        @Nullable String macAddress) {

    /** Copies the collections. */
    public ContainerConfig {
        cmd = cmd == null ? null : List.copyOf(cmd);
        entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
        env = env == null ? null : List.copyOf(env);
        labels = labels == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        exposedPorts = exposedPorts == null ? null : Collections.unmodifiableSet(new LinkedHashSet<>(exposedPorts));
        volumes = volumes == null ? null : Collections.unmodifiableSet(new LinkedHashSet<>(volumes));
        shell = shell == null ? null : List.copyOf(shell);
        onBuild = onBuild == null ? null : List.copyOf(onBuild);
    }

    /**
     * A container that runs one command and has everything else as its image and the engine decide.
     *
     * @param image the image: a reference or an id
     * @param command program and arguments; none for the image's own
     * @return the configuration
     */
    public static ContainerConfig of(String image, String... command) {
        Builder builder = builder(image);
        return (command.length == 0 ? builder : builder.cmd(List.of(command))).build();
    }

    /**
     * Starts a builder.
     *
     * @param image the image: a reference or an id
     * @return a builder with everything else absent
     */
    public static Builder builder(String image) {
        return new Builder(image);
    }

    /** Builds a {@link ContainerConfig}; what is not set is left to the engine. */
    public static final class Builder {
        private final String image;
        private @Nullable List<String> cmd;
        private @Nullable List<String> entrypoint;
        private @Nullable List<String> env;
        private @Nullable String user;
        private @Nullable String workingDir;
        private @Nullable String hostname;
        private @Nullable Map<String, String> labels;
        private @Nullable Boolean tty;
        private @Nullable Boolean openStdin;
        private @Nullable Boolean stdinOnce;
        private @Nullable Boolean attachStdin;
        private @Nullable Boolean attachStdout;
        private @Nullable Boolean attachStderr;
        private @Nullable Boolean networkDisabled;
        private @Nullable String stopSignal;
        private @Nullable Integer stopTimeout;
        private @Nullable Healthcheck healthcheck;
        private @Nullable HostConfig hostConfig;
        private @Nullable String domainname;
        private @Nullable Set<String> exposedPorts;
        private @Nullable Set<String> volumes;
        private @Nullable List<String> shell;
        private @Nullable List<String> onBuild;
        private @Nullable NetworkingConfig networkingConfig;
        private @Nullable String macAddress;

        private Builder(String image) {
            this.image = Objects.requireNonNull(image, "image");
        }

        /**
         * Sets: the command, or the arguments of the entrypoint.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cmd(List<String> value) {
            this.cmd = value;
            return this;
        }

        /**
         * Sets: the entrypoint; an empty list removes the image's.
         *
         * @param value the value
         * @return this builder
         */
        public Builder entrypoint(List<String> value) {
            this.entrypoint = value;
            return this;
        }

        /**
         * Sets: environment variables as {@code NAME=value}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder env(List<String> value) {
            this.env = value;
            return this;
        }

        /**
         * Sets: user name or id, optionally {@code :group}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder user(String value) {
            this.user = value;
            return this;
        }

        /**
         * Sets: the working directory, absolute; made when missing.
         *
         * @param value the value
         * @return this builder
         */
        public Builder workingDir(String value) {
            this.workingDir = value;
            return this;
        }

        /**
         * Sets: the host name.
         *
         * @param value the value
         * @return this builder
         */
        public Builder hostname(String value) {
            this.hostname = value;
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
         * Sets: whether there is a terminal; output is then one raw stream.
         *
         * @param value the value
         * @return this builder
         */
        public Builder tty(Boolean value) {
            this.tty = value;
            return this;
        }

        /**
         * Sets: whether standard input is open.
         *
         * @param value the value
         * @return this builder
         */
        public Builder openStdin(Boolean value) {
            this.openStdin = value;
            return this;
        }

        /**
         * Sets: whether standard input closes after the first attached client has gone.
         *
         * @param value the value
         * @return this builder
         */
        public Builder stdinOnce(Boolean value) {
            this.stdinOnce = value;
            return this;
        }

        /**
         * Sets: whether standard input is attached.
         *
         * @param value the value
         * @return this builder
         */
        public Builder attachStdin(Boolean value) {
            this.attachStdin = value;
            return this;
        }

        /**
         * Sets: whether standard output is attached.
         *
         * @param value the value
         * @return this builder
         */
        public Builder attachStdout(Boolean value) {
            this.attachStdout = value;
            return this;
        }

        /**
         * Sets: whether standard error is attached.
         *
         * @param value the value
         * @return this builder
         */
        public Builder attachStderr(Boolean value) {
            this.attachStderr = value;
            return this;
        }

        /**
         * Sets: whether networking is switched off.
         *
         * @param value the value
         * @return this builder
         */
        public Builder networkDisabled(Boolean value) {
            this.networkDisabled = value;
            return this;
        }

        /**
         * Sets: the signal that a stop sends, by name.
         *
         * @param value the value
         * @return this builder
         */
        public Builder stopSignal(String value) {
            this.stopSignal = value;
            return this;
        }

        /**
         * Sets: how many seconds a stop waits before it kills.
         *
         * @param value the value
         * @return this builder
         */
        public Builder stopTimeout(Integer value) {
            this.stopTimeout = value;
            return this;
        }

        /**
         * Sets: how the engine asks for the container's health.
         *
         * @param value the value
         * @return this builder
         */
        public Builder healthcheck(Healthcheck value) {
            this.healthcheck = value;
            return this;
        }

        /**
         * Sets: how the container sits on its host.
         *
         * @param value the value
         * @return this builder
         */
        public Builder hostConfig(HostConfig value) {
            this.hostConfig = value;
            return this;
        }

        /**
         * Sets: the domain name.
         *
         * @param value the value
         * @return this builder
         */
        public Builder domainname(String value) {
            this.domainname = value;
            return this;
        }

        /**
         * Sets: ports that it listens on, for example {@code 80/tcp}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder exposedPorts(Set<String> value) {
            this.exposedPorts = value;
            return this;
        }

        /**
         * Sets: paths in the container that get an anonymous volume.
         *
         * @param value the value
         * @return this builder
         */
        public Builder volumes(Set<String> value) {
            this.volumes = value;
            return this;
        }

        /**
         * Sets: the shell that runs shell lines of builds, in {@code CMD-SHELL} health checks too.
         *
         * @param value the value
         * @return this builder
         */
        public Builder shell(List<String> value) {
            this.shell = value;
            return this;
        }

        /**
         * Sets: build instructions for images made of this one; of an image only.
         *
         * @param value the value
         * @return this builder
         */
        public Builder onBuild(List<String> value) {
            this.onBuild = value;
            return this;
        }

        /**
         * Sets: how it is connected to networks; more than one only from API 1.44 on.
         *
         * @param value the value
         * @return this builder
         */
        public Builder networkingConfig(NetworkingConfig value) {
            this.networkingConfig = value;
            return this;
        }

        /**
         * Sets: the MAC address of its first network, for engines before API 1.44. Later ones have {@link
         * dev.enclave.docker.networks.EndpointConfig#macAddress()}, and from 1.52 on only that.
         *
         * @param value for example {@code 02:42:ac:11:00:99}
         * @return this builder
         */
        public Builder macAddress(String value) {
            this.macAddress = value;
            return this;
        }

        /** {@return the ContainerConfig as set so far} */
        public ContainerConfig build() {
            return new ContainerConfig(
                    image,
                    cmd,
                    entrypoint,
                    env,
                    user,
                    workingDir,
                    hostname,
                    labels,
                    tty,
                    openStdin,
                    stdinOnce,
                    attachStdin,
                    attachStdout,
                    attachStderr,
                    networkDisabled,
                    stopSignal,
                    stopTimeout,
                    healthcheck,
                    hostConfig,
                    domainname,
                    exposedPorts,
                    volumes,
                    shell,
                    onBuild,
                    networkingConfig,
                    macAddress);
        }
    }
}
