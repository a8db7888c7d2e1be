package dev.enclave.engine.internal.agent;

import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.Timers;
import dev.enclave.engine.AgentFailedException;
import dev.enclave.engine.AgentUse;
import dev.enclave.engine.internal.background.BackgroundTasks;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Sees to it that the container engine has the agent, once per process, and says when it cannot: then sandboxes use the exec API, unless
 * the agent is {@linkplain AgentUse#REQUIRED required}.
 */
public final class AgentProvider {

    private static final Logger LIFECYCLE = LoggerFactory.getLogger("dev.enclave.lifecycle");
    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    /** After which time a container engine that would not take the agent is tried again. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final DockerClient client;
    private final AgentUse use;
    private final BackgroundTasks background;
    private final Runnable requireOpen;
    private final AtomicReference<@Nullable Mono<Optional<AgentVolume>>> provided = new AtomicReference<>();

    /**
     * Creates it; nothing happens yet.
     *
     * @param client the container engine
     * @param use whether the agent is wanted
     * @param background owns what goes on after a cancellation
     * @param requireOpen throws when the engine (ours) is being closed, and its client with it
     */
    public AgentProvider(DockerClient client, AgentUse use, BackgroundTasks background, Runnable requireOpen) {
        this.client = client;
        this.use = use;
        this.background = background;
        this.requireOpen = requireOpen;
    }

    /**
     * Emits where the agent is, once it is there; empty where sandboxes have to do without.
     *
     * @param image an image that is on the engine: the agent is carried in by a container, which is never started
     * @param labels the labels of that container, by which it is found should this process die
     * @return the agent's volume. Shared by all callers, and goes on when they cancel
     */
    public Mono<Optional<AgentVolume>> provide(String image, Map<String, String> labels) {
        return Mono.defer(() -> {
            if (use == AgentUse.NEVER) {
                return Mono.just(Optional.empty());
            }
            Mono<Optional<AgentVolume>> mine = bring(image, labels)
                    .cache(
                            volume -> volume.isPresent() ? FOR_EVER : RETRY,
                            e -> Duration.ZERO,
                            () -> Duration.ZERO,
                            Timers.scheduler());
            Mono<Optional<AgentVolume>> known = provided.compareAndExchange(null, mine);
            return known == null ? mine : known;
        });
    }

    /** Forgets where the agent is: somebody has removed it. */
    public void forget() {
        provided.set(null);
    }

    private Mono<Optional<AgentVolume>> bring(String image, Map<String, String> labels) {
        Mono<Optional<AgentVolume>> brought = client.system()
                .version()
                .flatMap(version -> load(String.valueOf(version.arch())))
                .flatMap(agent -> new AgentDelivery(client, agent, image, labels, Clock.systemUTC()).deliver())
                .map(Optional::of)
                .onErrorResume(e -> isAnswer(e) && use != AgentUse.REQUIRED, this::withoutAgent)
                .onErrorMap(DockerException.class, AgentProvider::cannotBring);
        // Asked as a task that close() waits for: what gets past this still has its client.
        Mono<Optional<AgentVolume>> whileOpen = Mono.defer(() -> {
            requireOpen.run();
            return brought;
        });
        return background.uncancelled("bringing the agent to the engine", whileOpen, Mono::empty);
    }

    private Mono<AgentBinary> load(String architecture) {
        return Mono.fromCallable(() -> AgentBinary.load(architecture))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(found -> found.map(Mono::just).orElseGet(() -> Mono.error(missing(architecture))));
    }

    private static AgentFailedException missing(String architecture) {
        return new AgentFailedException(
                null,
                "this build of Enclave has no agent for the architecture '" + architecture
                        + "' of the container engine: build it where a C compiler for it is (CONTRIBUTING.md),"
                        + " or let commands run through the exec API: SandboxEngine.builder().agent(AgentUse.NEVER)",
                null);
    }

    private static AgentFailedException cannotBring(DockerException e) {
        return new AgentFailedException(
                null, "the agent could not be brought to the container engine: " + e.getMessage(), e);
    }

    /** Whether the engine, or this build, cannot have the agent; an engine that cannot be reached says nothing about that. */
    private static boolean isAnswer(Throwable e) {
        return e instanceof AgentFailedException || e instanceof DockerApiException;
    }

    private Mono<Optional<AgentVolume>> withoutAgent(Throwable e) {
        LIFECYCLE.warn("no agent; commands run through the exec API, which is slower: {}", e.getMessage());
        return Mono.just(Optional.empty());
    }
}
