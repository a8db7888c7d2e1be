package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.Healthcheck;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.LogConfig;
import dev.enclave.docker.containers.MountConfig;
import dev.enclave.docker.system.Ping;
import dev.enclave.engine.ResourceLimits;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.mount.BindMount;
import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.mount.MountAccess;
import dev.enclave.engine.mount.ResolvedMount;
import dev.enclave.engine.mount.TmpfsMount;
import dev.enclave.engine.mount.VolumeMount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The one place that translates a specification into the container that the engine is asked for. */
final class ContainerPlan {

    private static final double NANOS_PER_CPU = 1e9;

    /** What root in a container needs for its own files, and nothing else. */
    private static final List<String> OWN_FILES = List.of("CHOWN", "DAC_OVERRIDE", "FOWNER");

    private static final String STRICT_TMP = "/tmp";
    private static final int ANYBODY = 01777;
    private static final int OWNER_ONLY = 0700;

    private final Prepared prepared;
    private final SandboxSpec spec;
    private final MainProgram main;
    private final Ping.Engine engine;

    ContainerPlan(Prepared prepared, MainProgram main, Ping.Engine engine) {
        this.prepared = prepared;
        this.main = main;
        this.engine = engine;
        this.spec = prepared.spec();
    }

    ContainerConfig toConfig(Map<String, String> labels) {
        ContainerConfig.Builder config = ContainerConfig.builder(spec.image())
                .entrypoint(main.entrypoint())
                .cmd(List.of())
                .healthcheck(Healthcheck.NONE)
                .workingDir("/")
                .env(pairs(prepared.environment()))
                .labels(allLabels(labels))
                .openStdin(true)
                .stdinOnce(true)
                .attachStdin(true)
                .attachStdout(true)
                .attachStderr(true)
                .hostConfig(hostConfig());
        String user = main.user();
        return user == null ? config.build() : config.user(user).build();
    }

    private Map<String, String> allLabels(Map<String, String> ours) {
        Map<String, String> all = new LinkedHashMap<>(spec.labels());
        all.putAll(ours);
        return all;
    }

    private static List<String> pairs(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    private HostConfig hostConfig() {
        ResourceLimits limits = spec.limits();
        HostConfig.Builder host = HostConfig.builder()
                .autoRemove(true)
                .init(main.init())
                .mounts(mounts())
                .tmpfs(tmpfs())
                .networkMode(spec.network().mode())
                .memory(limits.memoryBytes())
                .memorySwap(limits.memoryBytes())
                .nanoCpus(Math.round(limits.cpus() * NANOS_PER_CPU))
                .pidsLimit(limits.pids())
                .ipcMode("private")
                .logConfig(spec.lifetime().isDetached() ? LogConfig.jsonFile("1m", 2) : LogConfig.NONE);
        if (spec.runtime() != null) {
            host.runtime(spec.runtime());
        }
        return confine(host).build();
    }

    private HostConfig.Builder confine(HostConfig.Builder host) {
        return switch (spec.security()) {
            case STANDARD ->
                host.capDrop(List.of("ALL")).capAdd(capabilities()).securityOpt(List.of("no-new-privileges"));
            case STRICT ->
                host.capDrop(List.of("ALL"))
                        .securityOpt(List.of("no-new-privileges"))
                        .readonlyRootfs(true);
            case PRIVILEGED -> host.privileged(true);
        };
    }

    private List<String> capabilities() {
        return Stream.concat(OWN_FILES.stream(), main.capabilities().stream()).toList();
    }

    private List<MountConfig> mounts() {
        List<MountConfig> configs = new ArrayList<>(main.mounts());
        for (ResolvedMount resolved : prepared.mounts()) {
            Mount mount = resolved.effective();
            if (mount instanceof BindMount bind) {
                configs.add(MountConfig.bind(
                        bind.hostPath().toString(),
                        bind.containerPath(),
                        bind.access() == MountAccess.READ_ONLY,
                        bind.propagation().value()));
            } else if (mount instanceof VolumeMount volume) {
                configs.add(MountConfig.volume(
                        volume.name(), volume.containerPath(), volume.access() == MountAccess.READ_ONLY));
            }
        }
        return configs;
    }

    private Map<String, String> tmpfs() {
        Map<String, String> options = new LinkedHashMap<>();
        Stream<TmpfsMount> asked = prepared.mounts().stream()
                .map(ResolvedMount::effective)
                .filter(TmpfsMount.class::isInstance)
                .map(TmpfsMount.class::cast);
        Stream<TmpfsMount> all =
                prepared.isStrict() ? Stream.concat(strictTmpfs().filter(this::isFree), asked) : asked;
        all.forEach(mount -> options.put(mount.containerPath(), optionsOf(mount)));
        return options;
    }

    /** Podman refuses the options uid and gid; with U of its own the owner is the container's user. */
    private String optionsOf(TmpfsMount mount) {
        if (engine != Ping.Engine.PODMAN || !isOwnedByMainUser(mount)) {
            return mount.mountOptions();
        }
        TmpfsMount unowned =
                new TmpfsMount(mount.containerPath(), mount.sizeBytes(), mount.mode(), null, null, mount.executable());
        return unowned.mountOptions() + ",U";
    }

    private boolean isOwnedByMainUser(TmpfsMount mount) {
        String user = main.user();
        return user != null
                && (user.equals(mount.uid() + ":" + mount.gid()) || user.equals(String.valueOf(mount.uid())));
    }

    private boolean isFree(TmpfsMount own) {
        return prepared.mounts().stream()
                .noneMatch(mount -> mount.containerPath().equals(own.containerPath()));
    }

    /** With a read-only root the working directory and the temporary folder are in memory. */
    private Stream<TmpfsMount> strictTmpfs() {
        TmpfsMount temporary = Mount.tmpfs(STRICT_TMP).mode(ANYBODY).executable(true);
        if (prepared.workingDirectoryIsMounted()) {
            return Stream.of(temporary);
        }
        return Stream.of(
                temporary, ownedByUser(Mount.tmpfs(spec.workingDirectory()).executable(true)));
    }

    private TmpfsMount ownedByUser(TmpfsMount directory) {
        String user = prepared.user();
        if (user == null || !user.matches("\\d{1,9}(:\\d{1,9})?")) {
            // A name means nothing to the mount; anybody in the sandbox may write then.
            return directory.mode(ANYBODY);
        }
        String[] ids = user.split(":", 2);
        int uid = Integer.parseInt(ids[0]);
        return directory.mode(OWNER_ONLY).owner(uid, ids.length > 1 ? Integer.parseInt(ids[1]) : uid);
    }
}
