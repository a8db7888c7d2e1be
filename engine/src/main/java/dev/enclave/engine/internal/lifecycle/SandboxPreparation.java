package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.images.ImageInspection;
import dev.enclave.docker.system.EngineInfo;
import dev.enclave.docker.system.Ping;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.SandboxUser;
import dev.enclave.engine.SecurityProfile;
import dev.enclave.engine.SpecRefusedException;
import dev.enclave.engine.internal.tool.ToolRegistry;
import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.mount.MountChecker;
import dev.enclave.engine.mount.MountPolicy;
import dev.enclave.engine.mount.ResolvedMount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Everything that is checked and looked up before anything is created. */
final class SandboxPreparation {

    /** The user of STRICT sandboxes that name none: nobody, by convention. */
    private static final String STRICT_USER = "65534:65534";

    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final boolean allowPrivileged;
    private final ImageProvider images;
    private final Mono<MountChecker> checker;

    SandboxPreparation(DockerClient client, Mono<MountPolicy> policy, boolean allowPrivileged) {
        this.allowPrivileged = allowPrivileged;
        this.images = new ImageProvider(client);
        this.checker = Mono.zip(
                        policy,
                        client.endpoint(),
                        client.system().ping(),
                        client.system().info())
                // A policy looks at the file system already when it is made.
                .publishOn(Schedulers.boundedElastic())
                .map(facts -> checker(guarded(facts.getT1(), facts.getT2().endpoint(), facts.getT4()), facts.getT3()))
                .cache(value -> FOR_EVER, e -> Duration.ZERO, () -> Duration.ZERO);
    }

    /** The engine's socket and data are refused whatever the application's policy says. */
    private static MountPolicy guarded(MountPolicy policy, DockerEndpoint endpoint, EngineInfo info) {
        MountPolicy guarded = endpoint instanceof DockerEndpoint.Unix unix
                ? policy.refusing("engine socket", List.of(unix.socket()))
                : policy;
        String data = info.dockerRootDir();
        return data != null && data.startsWith("/") ? guarded.refusing("engine data", List.of(Path.of(data))) : guarded;
    }

    private static MountChecker checker(MountPolicy policy, Ping ping) {
        MountChecker base = MountChecker.of(policy);
        // Podman pastes paths into a list separated by commas; Docker takes them as they are.
        return ping.engine() == Ping.Engine.DOCKER ? base.allowingCommas() : base;
    }

    /** Signals what is wrong with the specification, before anything is created. */
    Mono<Prepared> prepare(SandboxSpec spec) {
        return Mono.defer(() -> {
            requireAllowed(spec);
            return Mono.zip(checkMounts(spec), hostUser(spec))
                    .doOnNext(checked ->
                            requireWorkingDirectory(new Prepared(spec, checked.getT1(), null, Map.of(), List.of())))
                    .flatMap(checked -> images.provide(spec.image(), spec.pullPolicy())
                            .map(image -> toPrepared(spec, checked.getT1(), checked.getT2(), image)));
        });
    }

    private void requireAllowed(SandboxSpec spec) {
        if (spec.security() == SecurityProfile.PRIVILEGED && !allowPrivileged) {
            throw new SpecRefusedException(
                    null,
                    "privileged sandboxes may do what root on the host may; this engine was not built with allowPrivileged()",
                    null);
        }
        if (spec.imageEntrypoint() != null && spec.lifetime().isDetached()) {
            throw new SpecRefusedException(
                    null,
                    "the program of an image is not started in a detached sandbox: nobody could find it again after this process;"
                            + " start it with startInBackground(), or leave detached() out",
                    null);
        }
        requireExistingTools(spec);
    }

    private static void requireExistingTools(SandboxSpec spec) {
        List<String> tools = Objects.requireNonNullElse(spec.tools(), List.of());
        List<String> unknown = tools.stream()
                .filter(name -> !ToolRegistry.existing().contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw new SpecRefusedException(
                    null, "there are no tools named " + unknown + "; existing: " + ToolRegistry.existing(), null);
        }
    }

    /** The working directory of a STRICT sandbox is a file system of its own, which not every place takes. */
    private static void requireWorkingDirectory(Prepared prepared) {
        if (!prepared.isStrict() || prepared.workingDirectoryIsMounted()) {
            return;
        }
        try {
            Mount.tmpfs(prepared.spec().workingDirectory());
        } catch (IllegalArgumentException e) {
            throw new SpecRefusedException(
                    null, "a STRICT sandbox cannot have this working directory: " + e.getMessage(), e);
        }
    }

    private Mono<List<ResolvedMount>> checkMounts(SandboxSpec spec) {
        if (spec.mounts().isEmpty()) {
            return Mono.just(List.of());
        }
        return checker.publishOn(Schedulers.boundedElastic()).map(ready -> ready.check(spec.mounts()));
    }

    private static Mono<Optional<String>> hostUser(SandboxSpec spec) {
        return spec.user().kind() == SandboxUser.Kind.OF_HOST
                ? Mono.fromCallable(() -> Optional.of(HostUser.ids())).subscribeOn(Schedulers.boundedElastic())
                : Mono.just(Optional.empty());
    }

    private static Prepared toPrepared(
            SandboxSpec spec, List<ResolvedMount> mounts, Optional<String> hostUser, ImageInspection image) {
        List<String> program = ImageProgram.of(spec, image);
        Prepared prepared = new Prepared(spec, mounts, userOf(spec, hostUser, image), environmentOf(image), program);
        if (spec.security() == SecurityProfile.STRICT && prepared.runsAsRoot()) {
            if (spec.user().kind() != SandboxUser.Kind.OF_IMAGE) {
                throw new SpecRefusedException(
                        null, "a STRICT sandbox does not run as root; name another user, or none", null);
            }
            return new Prepared(spec, mounts, STRICT_USER, prepared.imageEnvironment(), program);
        }
        return prepared;
    }

    private static @Nullable String userOf(SandboxSpec spec, Optional<String> hostUser, ImageInspection image) {
        return switch (spec.user().kind()) {
            case NAMED -> spec.user().name();
            case OF_HOST -> hostUser.orElseThrow();
            case OF_IMAGE -> imageUser(image);
        };
    }

    private static Map<String, String> environmentOf(ImageInspection image) {
        ImageInspection.Config config = image.config();
        List<String> pairs = config == null || config.env() == null ? List.of() : config.env();
        Map<String, String> environment = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                environment.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return environment;
    }

    private static @Nullable String imageUser(ImageInspection image) {
        ImageInspection.Config config = image.config();
        String user = config == null ? null : config.user();
        return user == null || user.isBlank() ? null : user;
    }
}
