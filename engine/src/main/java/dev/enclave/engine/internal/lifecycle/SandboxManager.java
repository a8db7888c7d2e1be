package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.Timers;
import dev.enclave.docker.containers.ListContainersOptions;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.engine.AgentUse;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxEvent;
import dev.enclave.engine.SandboxException;
import dev.enclave.engine.SandboxInfo;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.SandboxState;
import dev.enclave.engine.internal.agent.AgentProvider;
import dev.enclave.engine.internal.agent.AgentSockets;
import dev.enclave.engine.internal.agent.AgentVolume;
import dev.enclave.engine.internal.background.BackgroundTasks;
import dev.enclave.engine.internal.orphan.OrphanWatch;
import dev.enclave.engine.mount.MountPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** All sandboxes of one engine: makes them, knows them, and ends them with itself. */
public final class SandboxManager {

    private static final Logger LIFECYCLE = LoggerFactory.getLogger("dev.enclave.lifecycle");
    private static final Duration REAP_INTERVAL = Duration.ofMinutes(5);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration EMIT_SPIN = Duration.ofMillis(100);

    private final DockerClient client;
    private final BackgroundTasks background = new BackgroundTasks();
    private final Scheduler scheduler = Timers.scheduler();
    private final Identifiers identifiers = new Identifiers();
    private final String engineId = identifiers.next() + identifiers.next();
    private final OrphanWatch orphanWatch = new OrphanWatch(engineId);
    private final EngineCalls calls;
    private final Reaper reaper;
    private final SandboxPreparation preparation;
    private final AgentSockets sockets;
    private final SandboxLauncher launcher;
    private final AgentProvider agents;
    private final CommandSettings commands;
    private final Map<String, LiveSandbox> live = new ConcurrentHashMap<>();
    private final Sinks.Many<SandboxEvent> events = Sinks.many().multicast().directBestEffort();
    private final Sinks.Empty<Void> closing = Sinks.empty();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Mono<OwnerIdentity> owner;
    private final Mono<OwnerIdentity> started;
    private final Mono<Void> close;

    /**
     * Creates the manager. Nothing happens before the first sandbox.
     *
     * @param client the engine
     * @param policy which host paths may be mounted; read off the event loop, once
     * @param allowPrivileged whether privileged sandboxes may be made
     * @param agent whether commands run through the agent
     * @param sockets what agents are offered to connect to
     * @param commandsAtOnce how many commands run at once in one sandbox, and as many processes
     * @param engineCallsAtOnce how many sandboxes are launched or removed at once
     * @param watchOrphans whether a second process looks after what a killed one leaves
     */
    public SandboxManager(
            DockerClient client,
            Mono<MountPolicy> policy,
            boolean allowPrivileged,
            AgentUse agent,
            AgentSockets sockets,
            int commandsAtOnce,
            int engineCallsAtOnce,
            boolean watchOrphans) {
        this.client = client;
        this.commands = new CommandSettings(commandsAtOnce, closing.asMono(), scheduler);
        this.calls = new EngineCalls(
                container -> ContainerRemoval.remove(client, container), engineCallsAtOnce, closing.asMono());
        this.reaper = new Reaper(client, calls, Clock.systemUTC());
        this.preparation = new SandboxPreparation(client, policy.cache(), allowPrivileged);
        this.sockets = sockets;
        this.launcher = new SandboxLauncher(client, calls, sockets, background, scheduler);
        this.agents = new AgentProvider(client, agent, background, this::requireOpen);
        this.owner = Mono.fromCallable(OwnerIdentity::ofThisProcess)
                .subscribeOn(Schedulers.boundedElastic())
                .cache();
        this.started = client.endpoint()
                .flatMap(resolved -> makeReady(resolved.endpoint(), watchOrphans))
                .then(owner)
                .doOnNext(this::reapRegularly)
                .cache(value -> Duration.ofMillis(Long.MAX_VALUE), e -> Duration.ZERO, () -> Duration.ZERO);
        this.close = Mono.defer(this::closeOnce).cache();
    }

    private Mono<Void> makeReady(DockerEndpoint endpoint, boolean watchOrphans) {
        Mono<Optional<Path>> folder =
                sockets.prepare(endpoint).map(Optional::of).defaultIfEmpty(Optional.empty());
        return watchOrphans ? folder.flatMap(made -> orphanWatch.start(endpoint, made.orElse(null))) : folder.then();
    }

    private void reapRegularly(OwnerIdentity self) {
        background.run(
                "reaping",
                Mono.defer(() -> reaper.reap(self))
                        .onErrorResume(e -> {
                            LIFECYCLE.debug("reaping failed", e);
                            return Mono.empty();
                        })
                        .then(Mono.delay(REAP_INTERVAL, scheduler))
                        .repeat()
                        .takeUntilOther(closing.asMono())
                        .then());
    }

    /** Makes a sandbox. What is checked and pulled beforehand ends with a cancellation; what follows runs to its end and is undone. */
    public Mono<Sandbox> create(SandboxSpec spec) {
        return Mono.defer(() -> {
            requireOpen();
            return whileOpen(preparation.prepare(spec).zipWith(started))
                    .flatMap(ready -> launch(ready.getT1(), ready.getT2()));
        });
    }

    private Mono<Sandbox> launch(Prepared prepared, OwnerIdentity self) {
        return Mono.defer(() -> whileOpen(agents.provide(prepared.spec().image(), Labels.ofCarrier(identify(self)))))
                .flatMap(agent -> calls.launch(leave -> launch(prepared, identify(self), agent, leave)))
                .retryWhen(Retry.max(1)
                        .filter(SandboxLauncher::hasMissedAgent)
                        .doBeforeRetry(signal -> agents.forget())
                        .onRetryExhaustedThrow((retries, signal) -> signal.failure()));
    }

    /** What has launched nothing yet is given up when the engine is closed, and its client with it: nobody waits for ever. */
    private <T> Mono<T> whileOpen(Mono<T> source) {
        return source.takeUntilOther(closing.asMono()).switchIfEmpty(Mono.error(() -> closedError(null)));
    }

    private SandboxLauncher.Identity identify(OwnerIdentity self) {
        return new SandboxLauncher.Identity(
                identifiers.next(), engineId, self, Clock.systemUTC().instant());
    }

    private Mono<Sandbox> launch(
            Prepared prepared, SandboxLauncher.Identity identity, Optional<AgentVolume> agent, Runnable leave) {
        return background.uncancelled(
                "the creation of " + identity.containerName(),
                // Asked again, as a task that close() waits for: what gets past this is seen, and removed, by close().
                Mono.defer(() -> {
                            requireOpen();
                            return launcher.launch(prepared, identity, agent, leave)
                                    .flatMap(this::admit);
                        })
                        .doFinally(signal -> leave.run()),
                () -> undoLaunch(identity));
    }

    private Mono<Void> undoLaunch(SandboxLauncher.Identity identity) {
        LiveSandbox admitted = live.get(identity.id());
        return admitted == null ? calls.remove(identity.containerName()) : admitted.remove();
    }

    private void requireOpen() {
        if (closed.get()) {
            throw closedError(null);
        }
    }

    private static SandboxException closedError(@Nullable String sandboxId) {
        return new SandboxException(sandboxId, "this engine has been closed", null);
    }

    private Mono<Sandbox> admit(SandboxLauncher.Launched launched) {
        boolean detached = launched.prepared().spec().lifetime().isDetached();
        SandboxMain main = launched.main();
        LiveSandbox sandbox = new LiveSandbox(
                SandboxFacts.of(launched), calls, detached ? null : main, main::runner, commands, this::onChange);
        live.put(sandbox.id(), sandbox);
        announce(sandbox.id(), SandboxState.RUNNING);
        if (detached) {
            main.release();
        } else {
            background.run("watching " + sandbox.containerName(), main.ended().then(sandbox.onEnd()));
        }
        return (closed.get()
                        ? Mono.<Void>error(closedError(sandbox.id()))
                        : takeLastSteps(sandbox, launched.prepared()))
                .<Sandbox>thenReturn(sandbox)
                .onErrorResume(e -> sandbox.remove()
                        .onErrorResume(suppressed -> {
                            e.addSuppressed(suppressed);
                            return Mono.empty();
                        })
                        .then(Mono.error(e)));
    }

    /** What is done in a sandbox before it is handed out. */
    private static Mono<Void> takeLastSteps(LiveSandbox sandbox, Prepared prepared) {
        Mono<Void> directory = prepared.workingDirectoryMayBeMissingOnMount()
                ? WorkingDirectory.make(sandbox, prepared.spec())
                : Mono.empty();
        return prepared.imageProgram().isEmpty()
                ? directory
                : directory.then(sandbox.startImageEntrypoint(prepared.imageProgram()));
    }

    private void onChange(LiveSandbox sandbox, SandboxState state) {
        if (state == SandboxState.REMOVED || state == SandboxState.FAILED) {
            live.remove(sandbox.id(), sandbox);
        }
        announce(sandbox.id(), state);
    }

    private void announce(String id, SandboxState state) {
        LIFECYCLE.debug("{} {}", id, state);
        // Emission never waits: subscribers are served on threads of the scheduler. It fails only when nobody listens.
        events.emitNext(
                new SandboxEvent(id, state, Clock.systemUTC().instant()),
                Sinks.EmitFailureHandler.busyLooping(EMIT_SPIN));
    }

    /** Finds a sandbox that runs, also one that another process left detached. */
    public Mono<Sandbox> find(String id) {
        return Mono.defer(() -> {
            LiveSandbox known = live.get(id);
            return known != null ? Mono.just(known) : findDetached(id);
        });
    }

    private Mono<Sandbox> findDetached(String id) {
        return client.containers()
                .list(ListContainersOptions.RUNNING.withFilter(
                        "label", Labels.SANDBOX + "=" + id, Labels.LIFETIME + "=" + Labels.DETACHED))
                .next()
                .flatMap(container -> Mono.justOrEmpty(SandboxFacts.of(container)))
                .map(facts -> new LiveSandbox(
                        facts,
                        calls,
                        null,
                        target -> launcher.execRunner(target, null, facts.created()),
                        commands,
                        this::onChange));
    }

    /** Lists the sandboxes on the engine, whoever made them. */
    public Flux<SandboxInfo> list() {
        return client.containers()
                .list(ListContainersOptions.RUNNING.withFilter("label", Labels.SANDBOX))
                .flatMapIterable(container -> SandboxFacts.of(container)
                        .map(facts ->
                                facts.toInfo(SandboxState.RUNNING, facts.tools() == null ? List.of() : facts.tools()))
                        .stream()
                        .toList());
    }

    /** Changes of state, from now on. */
    public Flux<SandboxEvent> events() {
        return events.asFlux().publishOn(scheduler);
    }

    /** Removes what is abandoned, now. */
    public Mono<Long> reap() {
        return owner.flatMap(reaper::reap);
    }

    /** Removes all ephemeral sandboxes and waits for what still runs in the background. */
    public Mono<Void> close() {
        return close;
    }

    private Mono<Void> closeOnce() {
        closed.set(true);
        closing.tryEmitEmpty();
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(live.values())))
                .filter(sandbox -> !sandbox.isDetached())
                .flatMap(
                        sandbox -> sandbox.remove().onErrorResume(e -> {
                            LIFECYCLE.warn("{} could not be removed at the engine's end", sandbox.containerName(), e);
                            return Mono.empty();
                        }),
                        calls.atOnce())
                .then(background.idle(IDLE_TIMEOUT))
                .then(sockets.close())
                .then(orphanWatch.stop())
                .doFinally(signal -> events.emitComplete(Sinks.EmitFailureHandler.busyLooping(EMIT_SPIN)));
    }
}
