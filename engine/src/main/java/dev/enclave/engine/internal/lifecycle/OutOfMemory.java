package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.containers.ContainerInspection;
import dev.enclave.docker.system.EventOptions;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Finds out whether the kernel has killed a process of a sandbox because the memory limit was reached. Newer engines keep a flag on the
 * container; older ones (20.10) set it only when the main process ends, but tell of each such kill by an event, which they remember.
 */
final class OutOfMemory {

    /** How long an event may be late. */
    private static final Duration EVENT_PATIENCE = Duration.ofMillis(300);

    /** How far the engine's clock may differ from ours. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private OutOfMemory() {}

    /** Emits whether it has; false when the engine cannot be asked. */
    static Mono<Boolean> struck(DockerClient client, SandboxFacts facts, Scheduler scheduler) {
        return client.containers()
                .inspect(facts.containerName())
                .filter(OutOfMemory::isFlagged)
                .hasElement()
                .flatMap(flagged -> flagged ? Mono.just(true) : toldByEvent(client, facts, scheduler))
                .onErrorReturn(DockerException.class, false);
    }

    private static boolean isFlagged(ContainerInspection container) {
        return container.state() != null
                && Boolean.TRUE.equals(container.state().oomKilled());
    }

    private static Mono<Boolean> toldByEvent(DockerClient client, SandboxFacts facts, Scheduler scheduler) {
        Instant since = facts.created().minus(CLOCKS);
        EventOptions kills = new EventOptions(since, null, EventOptions.ALL.filters())
                .withFilter("type", "container")
                .withFilter("event", "oom")
                .withFilter("container", facts.containerName());
        return client.system().events(kills).next().hasElement().timeout(EVENT_PATIENCE, Mono.just(false), scheduler);
    }
}
