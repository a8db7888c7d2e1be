package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.ConflictException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.system.Ping;
import dev.enclave.engine.AgentFailedException;
import dev.enclave.engine.SandboxCreationException;
import dev.enclave.engine.SandboxException;
import dev.enclave.engine.SandboxGoneException;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.internal.agent.AgentConnection;
import dev.enclave.engine.internal.agent.AgentSocket;
import dev.enclave.engine.internal.agent.AgentSockets;
import dev.enclave.engine.internal.agent.AgentVolume;
import dev.enclave.engine.internal.background.BackgroundTasks;
import dev.enclave.engine.internal.process.CommandRunner;
import dev.enclave.engine.internal.process.ExecApiRunner;
import dev.enclave.engine.internal.process.ExecTarget;
import dev.enclave.engine.internal.process.MemoryWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Makes the container of a sandbox: create, attach (the lease), start, wait until it is ready. */
final class SandboxLauncher {

    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

    private final DockerClient client;
    private final EngineCalls calls;
    private final AgentSockets sockets;
    private final BackgroundTasks background;
    private final Scheduler scheduler;
    private final Mono<Ping.Engine> kindOfEngine;

    SandboxLauncher(
            DockerClient client,
            EngineCalls calls,
            AgentSockets sockets,
            BackgroundTasks background,
            Scheduler scheduler) {
        this.client = client;
        this.calls = calls;
        this.sockets = sockets;
        this.background = background;
        this.scheduler = scheduler;
        this.kindOfEngine = client.system()
                .ping()
                .map(Ping::engine)
                .cache(kind -> FOR_EVER, e -> Duration.ZERO, () -> Duration.ZERO);
    }

    /** What was launched: who it is, what it was made of, and its main process. */
    record Launched(Identity identity, Prepared prepared, SandboxMain main) {}

    /**
     * Emits when the sandbox is ready for commands. Nothing is left on the engine after an error. Must not be cancelled once it runs: the
     * engine would carry on with what it has received.
     *
     * @param leave run when the engine has done its part, well or not: what follows is up to the sandbox
     */
    Mono<Launched> launch(Prepared prepared, Identity identity, Optional<AgentVolume> agent, Runnable leave) {
        return openSocket(prepared, identity, agent).flatMap(opened -> {
            Launch launch = new Launch(prepared, identity, agent, leave);
            return opened.map(socket -> run(launch, socket)).orElseGet(() -> attempt(launch, null));
        });
    }

    private record Launch(Prepared prepared, Identity identity, Optional<AgentVolume> agent, Runnable leave) {}

    /** A socket for the agent: not for one that only holds its sandbox, nor across the boundary of another kernel, such as gVisor's. */
    private Mono<Optional<AgentSocket>> openSocket(Prepared prepared, Identity identity, Optional<AgentVolume> agent) {
        SandboxSpec spec = prepared.spec();
        if (agent.isEmpty() || spec.lifetime().isDetached() || spec.runtime() != null) {
            return Mono.just(Optional.empty());
        }
        // Podman makes a directory on its host where a mount's source is missing.
        return kindOfEngine.flatMap(
                kind -> kind == Ping.Engine.DOCKER ? sockets.open(identity.id()) : Mono.just(Optional.empty()));
    }

    /** Where the socket is in the way it is left out, and if that helps, also from then on. */
    private Mono<Launched> run(Launch launch, AgentSocket socket) {
        return attempt(launch, socket)
                .doOnError(e -> socket.dispose())
                .onErrorResume(
                        socket::isReasonOf,
                        e -> attempt(launch, null)
                                .doOnNext(launched -> socket.isUnreachable(SandboxException.reasonOf(e))))
                .doFinally(signal -> background.run("removing a socket's file", socket.removeFile()));
    }

    private Mono<Launched> attempt(Launch launch, @Nullable AgentSocket socket) {
        Prepared prepared = launch.prepared();
        Identity identity = launch.identity();
        MainProgram program = launch.agent()
                .map(volume -> MainProgram.agent(prepared, volume, socket))
                .orElseGet(() -> MainProgram.shell(prepared));
        Map<String, String> labels = labels(prepared.spec(), prepared, identity);
        String container = identity.containerName();
        return kindOfEngine
                .map(kind -> new ContainerPlan(prepared, program, kind).toConfig(labels))
                .flatMap(config -> client.containers().create(container, config))
                .onErrorMap(ConflictException.class, e -> failed(identity, "the name " + container + " is in use", e))
                .then(client.containers().attach(container, AttachOptions.ALL))
                .map(stream -> toMain(launch, stream, socket))
                .doOnNext(main -> background.run("the lease of " + container, main.watch()))
                .delayUntil(main -> client.containers().start(container))
                .doOnTerminate(launch.leave())
                .flatMap(main -> awaitReady(identity, main).thenReturn(new Launched(identity, prepared, main)))
                .onErrorMap(DockerException.class, e -> failed(identity, hint(e), e))
                .onErrorResume(e -> calls.remove(container)
                        .onErrorResume(suppressed -> {
                            e.addSuppressed(suppressed);
                            return Mono.empty();
                        })
                        .then(Mono.error(e)));
    }

    private SandboxMain toMain(Launch launch, DuplexStream stream, @Nullable AgentSocket socket) {
        Prepared prepared = launch.prepared();
        Identity identity = launch.identity();
        boolean detached = prepared.spec().lifetime().isDetached();
        if (launch.agent().isPresent() && !detached) {
            AgentConnection connection = new AgentConnection(identity.id(), stream, socket, scheduler);
            return new AgentMain(connection, prepared, background);
        }
        Lease lease = new Lease(stream);
        return new ShellMain(lease, target -> execRunner(target, detached ? null : lease, identity.created()));
    }

    /** The exec API, as the way to run commands in a container that runs. */
    CommandRunner execRunner(ExecTarget target, @Nullable Lease lease, Instant created) {
        MemoryWatch memory = OutOfMemory.watch(lease, client, target.container(), created, scheduler);
        return new ExecApiRunner(client, target, memory, background, scheduler);
    }

    private Mono<Void> awaitReady(Identity identity, SandboxMain main) {
        return main.ready()
                .timeout(READY_TIMEOUT, scheduler)
                .onErrorMap(SandboxLauncher::saysWhy, e -> failed(identity, SandboxException.reasonOf(e), e))
                .onErrorMap(TimeoutException.class, e -> failed(identity, "it is not ready after " + READY_TIMEOUT, e));
    }

    /** Whether it is what a main process says when it will not be ready. */
    private static boolean saysWhy(Throwable e) {
        return e instanceof IllegalStateException
                || e instanceof AgentFailedException
                || e instanceof SandboxGoneException;
    }

    private static SandboxCreationException failed(Identity identity, String reason, Throwable cause) {
        return new SandboxCreationException(identity.id(), "it could not be created: " + reason, cause);
    }

    private static String hint(DockerException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("/bin/sh") && message.contains("no such file")) {
            return message + " (sandboxes need /bin/sh in their image)";
        }
        return message;
    }

    /** Whether a launch failed because somebody had removed the agent's volume, so that the engine made an empty one. */
    static boolean hasMissedAgent(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return e instanceof SandboxCreationException
                && message.contains(AgentVolume.PROGRAM_PATH)
                && message.contains("no such file");
    }

    private static Map<String, String> labels(SandboxSpec spec, Prepared prepared, Identity identity) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(Labels.SANDBOX, identity.id());
        labels.put(Labels.ENGINE, identity.engineId());
        labels.put(Labels.OWNER, identity.owner().toLabel());
        labels.put(Labels.CREATED, identity.created().toString());
        labels.put(Labels.IMAGE, spec.image());
        labels.put(Labels.WORKING_DIRECTORY, spec.workingDirectory());
        Duration timeToLive = spec.lifetime().timeToLive();
        labels.put(Labels.LIFETIME, timeToLive == null ? Labels.EPHEMERAL : Labels.DETACHED);
        if (timeToLive != null) {
            labels.put(Labels.EXPIRES, identity.created().plus(timeToLive).toString());
        }
        String user = prepared.user();
        if (user != null) {
            labels.put(Labels.USER, user);
        }
        List<String> tools = spec.tools();
        if (tools != null) {
            labels.put(Labels.TOOLS, String.join(",", tools));
        }
        return labels;
    }

    /**
     * Who a sandbox is.
     *
     * @param id its id
     * @param engineId the instance of the engine that makes it
     * @param owner the process that makes it
     * @param created when
     */
    record Identity(String id, String engineId, OwnerIdentity owner, Instant created) {
        String containerName() {
            return "enclave-" + id;
        }
    }
}
