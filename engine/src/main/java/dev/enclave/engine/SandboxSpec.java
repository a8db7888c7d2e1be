package dev.enclave.engine;

import dev.enclave.engine.internal.process.CommandChecks;
import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.mount.MountAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The description of which a sandbox is made; immutable, can be used many times.
 *
 * @param image the image, for example {@code python:3.11-slim}
 * @param mounts host directories and files, volumes, and file systems in memory
 * @param workingDirectory where commands run, absolute; default {@code /sandbox}; made when missing, and given to the user
 * @param environment variables of all commands
 * @param limits memory, CPUs, processes
 * @param network what it can reach; default nothing
 * @param user whose rights commands have; default the image's user
 * @param labels labels of the container, beside our own
 * @param pullPolicy when the image is pulled; default when it is not there
 * @param security how tightly it is confined; default {@link SecurityProfile#STANDARD}
 * @param runtime the name of an OCI runtime that the engine knows, for example {@code runsc}; null for the engine's default
 * @param lifetime what ends it; default the end of this process
 * @param tools the tools that may be used, by name; null for all
 * @param imageEntrypoint the arguments with which the image's own program is started, none for those of the image; null when it is not
 *     started
 */
public record SandboxSpec(
        String image,
        List<Mount> mounts,
        String workingDirectory,
        Map<String, String> environment,
        ResourceLimits limits,
        NetworkAccess network,
        SandboxUser user,
        Map<String, String> labels,
        PullPolicy pullPolicy,
        SecurityProfile security,
        @Nullable String runtime,
        Lifetime lifetime,
        @Nullable List<String> tools,
        @Nullable List<String> imageEntrypoint) {

    /** Where commands run, unless a specification says otherwise. */
    public static final String DEFAULT_WORKING_DIRECTORY = "/sandbox";

    /** The beginning of our own labels, which a specification cannot set. */
    public static final String LABEL_PREFIX = "dev.enclave.";

    /** Checks all values and copies the collections. */
    public SandboxSpec {
        Objects.requireNonNull(image, "image");
        if (image.isBlank()) {
            throw new IllegalArgumentException("a sandbox needs an image");
        }
        mounts = List.copyOf(mounts);
        Objects.requireNonNull(workingDirectory, "workingDirectory");
        workingDirectory = CommandChecks.normalDirectory(workingDirectory);
        environment = CommandChecks.environment(environment);
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(user, "user");
        labels = Map.copyOf(labels);
        labels.keySet().forEach(SandboxSpec::requireForeignLabel);
        Objects.requireNonNull(pullPolicy, "pullPolicy");
        Objects.requireNonNull(security, "security");
        if (runtime != null && runtime.isBlank()) {
            throw new IllegalArgumentException("a runtime has a name; none at all is the engine's default");
        }
        Objects.requireNonNull(lifetime, "lifetime");
        tools = tools == null ? null : List.copyOf(tools);
        imageEntrypoint = imageEntrypoint == null ? null : CommandChecks.arguments(imageEntrypoint);
    }

    private static void requireForeignLabel(String label) {
        if (label.startsWith(LABEL_PREFIX)) {
            throw new IllegalArgumentException(
                    "labels that begin with " + LABEL_PREFIX + " are the engine's own: " + label);
        }
    }

    /**
     * Starts a description; everything but the image has a default.
     *
     * @param image the image, for example {@code python:3.11-slim}
     * @return a builder
     */
    public static Builder builder(String image) {
        return new Builder(image);
    }

    /**
     * Describes a sandbox with all defaults.
     *
     * @param image the image, for example {@code python:3.11-slim}
     * @return the description
     */
    public static SandboxSpec of(String image) {
        return builder(image).build();
    }

    /** {@return a builder that begins with this description} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Returns a copy with one more environment variable.
     *
     * @param name its name, without {@code =}
     * @param value its value
     * @return the changed copy
     */
    public SandboxSpec withEnv(String name, String value) {
        return toBuilder().env(name, value).build();
    }

    /**
     * Returns a copy with one more mount.
     *
     * @param mount the mount
     * @return the changed copy
     */
    public SandboxSpec withMount(Mount mount) {
        return toBuilder().mount(mount).build();
    }

    /** Builds a {@link SandboxSpec}. */
    public static final class Builder {
        private final String image;
        private final List<Mount> mounts = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final Map<String, String> labels = new LinkedHashMap<>();
        private String workingDirectory = DEFAULT_WORKING_DIRECTORY;
        private ResourceLimits limits = ResourceLimits.DEFAULTS;
        private NetworkAccess network = NetworkAccess.NONE;
        private SandboxUser user = SandboxUser.OF_IMAGE;
        private PullPolicy pullPolicy = PullPolicy.IF_MISSING;
        private SecurityProfile security = SecurityProfile.STANDARD;
        private @Nullable String runtime;
        private Lifetime lifetime = Lifetime.EPHEMERAL;
        private @Nullable List<String> tools;
        private @Nullable List<String> imageEntrypoint;

        private Builder(String image) {
            this.image = Objects.requireNonNull(image, "image");
        }

        private Builder(SandboxSpec spec) {
            this(spec.image);
            mounts.addAll(spec.mounts);
            environment.putAll(spec.environment);
            labels.putAll(spec.labels);
            workingDirectory = spec.workingDirectory;
            limits = spec.limits;
            network = spec.network;
            user = spec.user;
            pullPolicy = spec.pullPolicy;
            security = spec.security;
            runtime = spec.runtime;
            lifetime = spec.lifetime;
            tools = spec.tools;
            imageEntrypoint = spec.imageEntrypoint;
        }

        /**
         * Adds a mount.
         *
         * @param mount the mount
         * @return this builder
         */
        public Builder mount(Mount mount) {
            mounts.add(Objects.requireNonNull(mount, "mount"));
            return this;
        }

        /**
         * Adds a host directory or file.
         *
         * @param hostPath the path on the host, absolute
         * @param containerPath the path in the sandbox, absolute
         * @param access whether it may be written
         * @return this builder
         */
        public Builder mount(String hostPath, String containerPath, MountAccess access) {
            return mount(Mount.bind(hostPath, containerPath).access(access));
        }

        /**
         * Adds host directories and files in the form {@code {host: {"bind": container, "mode": "rw" or "ro"}}}.
         *
         * @param volumes the mounts
         * @return this builder
         */
        public Builder volumes(Map<String, ? extends Map<String, String>> volumes) {
            mounts.addAll(Mount.fromVolumes(volumes));
            return this;
        }

        /**
         * Sets where commands run.
         *
         * @param directory the directory, absolute; default {@code /sandbox}
         * @return this builder
         */
        public Builder workingDirectory(String directory) {
            this.workingDirectory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * Adds an environment variable of all commands.
         *
         * @param name its name, without {@code =}
         * @param value its value
         * @return this builder
         */
        public Builder env(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /**
         * Sets the memory limit.
         *
         * @param amount for example {@code 512m} (the default) or {@code 2g}
         * @return this builder
         */
        public Builder memory(String amount) {
            return memory(ResourceLimits.parseMemory(amount));
        }

        /**
         * Sets the memory limit.
         *
         * @param bytes the limit in bytes; default 512 MiB
         * @return this builder
         */
        public Builder memory(long bytes) {
            return limits(limits.withMemory(bytes));
        }

        /**
         * Sets the CPU limit.
         *
         * @param value CPUs, also fractions of one; default 1
         * @return this builder
         */
        public Builder cpus(double value) {
            return limits(limits.withCpus(value));
        }

        /**
         * Sets the limit of processes.
         *
         * @param value processes and threads; default 256
         * @return this builder
         */
        public Builder pids(long value) {
            return limits(limits.withPids(value));
        }

        /**
         * Sets all limits.
         *
         * @param value the limits
         * @return this builder
         */
        public Builder limits(ResourceLimits value) {
            this.limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /**
         * Sets what the sandbox can reach.
         *
         * @param value the access; default {@link NetworkAccess#NONE}
         * @return this builder
         */
        public Builder network(NetworkAccess value) {
            this.network = Objects.requireNonNull(value, "network");
            return this;
        }

        /**
         * Switches the engine's default network on or off.
         *
         * @param on whether it is on; default off
         * @return this builder
         */
        public Builder network(boolean on) {
            return network(on ? NetworkAccess.BRIDGE : NetworkAccess.NONE);
        }

        /**
         * Sets the user of commands.
         *
         * @param value user name or id, optionally {@code :group}
         * @return this builder
         */
        public Builder user(String value) {
            return user(SandboxUser.of(value));
        }

        /**
         * Sets the user of commands.
         *
         * @param value the user; default the image's
         * @return this builder
         */
        public Builder user(SandboxUser value) {
            this.user = Objects.requireNonNull(value, "user");
            return this;
        }

        /**
         * Runs commands with the ids of the user that this JVM runs as, so that what they write to a mount belongs to the caller.
         *
         * @return this builder
         */
        public Builder hostUser() {
            return user(SandboxUser.OF_HOST);
        }

        /**
         * Adds a label.
         *
         * @param name its name; must not begin with {@code dev.enclave.}
         * @param value its value
         * @return this builder
         */
        public Builder label(String name, String value) {
            labels.put(name, value);
            return this;
        }

        /**
         * Sets when the image is pulled.
         *
         * @param value default {@link PullPolicy#IF_MISSING}
         * @return this builder
         */
        public Builder pullPolicy(PullPolicy value) {
            this.pullPolicy = Objects.requireNonNull(value, "pullPolicy");
            return this;
        }

        /**
         * Sets how tightly the sandbox is confined.
         *
         * @param value default {@link SecurityProfile#STANDARD}
         * @return this builder
         */
        public Builder security(SecurityProfile value) {
            this.security = Objects.requireNonNull(value, "security");
            return this;
        }

        /**
         * Sets the OCI runtime.
         *
         * @param name a runtime that the engine knows, for example {@code runsc}
         * @return this builder
         */
        public Builder runtime(String name) {
            this.runtime = Objects.requireNonNull(name, "runtime");
            return this;
        }

        /**
         * Lets the sandbox outlive this process, until its time is over.
         *
         * @param timeToLive how long it lives
         * @return this builder
         */
        public Builder detached(Duration timeToLive) {
            this.lifetime = Lifetime.detached(timeToLive);
            return this;
        }

        /**
         * Restricts the tools that may be used.
         *
         * @param names the names of the tools; by default all are enabled
         * @return this builder
         */
        public Builder tools(String... names) {
            return tools(List.of(names));
        }

        /**
         * Restricts the tools that may be used.
         *
         * @param names the names of the tools; by default all are enabled
         * @return this builder
         */
        public Builder tools(Collection<String> names) {
            this.tools = List.copyOf(names);
            return this;
        }

        /**
         * Starts the image's own program in the sandbox, as its first command: its {@code ENTRYPOINT}, followed by its {@code CMD} or, as
         * with {@code docker run IMAGE ARGUMENTS}, by these arguments instead. Without this, nothing of an image runs by itself.
         *
         * <p>It is a command like others, with the sandbox's user, working directory and environment, and runs in the background: {@link
         * Sandbox#imageEntrypoint()} finds it. The sandbox is handed out when the program has been started, and goes on when it ends. A
         * sandbox whose image has neither, and a detached one, is refused; where the program cannot be started the sandbox is not created.
         *
         * @param arguments instead of the image's {@code CMD}; none to keep that
         * @return this builder
         */
        public Builder imageEntrypoint(String... arguments) {
            return imageEntrypoint(List.of(arguments));
        }

        /**
         * Starts the image's own program in the sandbox, as {@link #imageEntrypoint(String...)} does.
         *
         * @param arguments instead of the image's {@code CMD}; none to keep that
         * @return this builder
         */
        public Builder imageEntrypoint(List<String> arguments) {
            this.imageEntrypoint = List.copyOf(arguments);
            return this;
        }

        /**
         * Returns the description as set so far.
         *
         * @return the description
         * @throws IllegalArgumentException if a value is out of range
         */
        public SandboxSpec build() {
            return new SandboxSpec(
                    image,
                    mounts,
                    workingDirectory,
                    environment,
                    limits,
                    network,
                    user,
                    labels,
                    pullPolicy,
                    security,
                    runtime,
                    lifetime,
                    tools,
                    imageEntrypoint);
        }
    }
}
