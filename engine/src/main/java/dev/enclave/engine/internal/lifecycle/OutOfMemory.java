package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.containers.ContainerInspection;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.engine.internal.process.MemoryWatch;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Finds out whether the kernel has killed a process of a sandbox because the memory limit was reached: by the kernel's count of such kills
 * before and after a command, which the main process tells over the lease. Where there is no lease or no count, after a command was
 * killed, by what the engine knows: newer ones keep a flag on the container; older ones (20.10) set it only when the main process ends,
 * but tell of each such kill by an event, which they remember. That is less exact, as it may be the kill of an earlier command.
 */
final class OutOfMemory {

    /** The exit code of a process that was killed: 128 and SIGKILL. */
    private static final int KILLED = 137;

    /** How long an event may be late. */
    private static final Duration EVENT_PATIENCE = Duration.ofMillis(300);

    /** How far the engine's clock may differ from ours. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private OutOfMemory() {}

    /**
     * Returns the watch of one sandbox.
     *
     * @param lease the stream that holds it; null for a detached one
     * @param container its container's name
     * @param created when it was made
     */
    static MemoryWatch watch(
            @Nullable Lease lease, DockerClient client, String container, Instant created, Scheduler scheduler) {
        MemoryWatch.Mark known =
                exitCode -> exitCode == KILLED ? struck(client, container, created, scheduler) : Mono.just(false);
        return lease == null
                ? () -> Mono.just(known)
                : () -> lease.memoryKills()
                        .map(before -> before == Lease.UNKNOWN ? known : since(before, lease, known));
    }

    private static MemoryWatch.Mark since(long before, Lease lease, MemoryWatch.Mark known) {
        return exitCode -> lease.memoryKills()
                .flatMap(after -> after == Lease.UNKNOWN ? known.struckSince(exitCode) : Mono.just(after > before));
    }

    /** Emits whether the engine knows of such a kill; false when it cannot be asked. */
    private static Mono<Boolean> struck(DockerClient client, String container, Instant created, Scheduler scheduler) {
        return client.containers()
                .inspect(container)
                .filter(OutOfMemory::isFlagged)
                .hasElement()
                .flatMap(flagged -> flagged ? Mono.just(true) : toldByEvent(client, container, created, scheduler))
                .onErrorReturn(DockerException.class, false);
    }

    private static boolean isFlagged(ContainerInspection container) {
        return container.state() != null
                && Boolean.TRUE.equals(container.state().oomKilled());
    }

    private static Mono<Boolean> toldByEvent(
            DockerClient client, String container, Instant created, Scheduler scheduler) {
        Instant since = created.minus(CLOCKS);
        EventOptions kills = new EventOptions(since, null, EventOptions.ALL.filters())
                .withFilter("type", "container")
                .withFilter("event", "oom")
                .withFilter("container", container);
        return client.system().events(kills).next().hasElement().timeout(EVENT_PATIENCE, Mono.just(false), scheduler);
    }
}
