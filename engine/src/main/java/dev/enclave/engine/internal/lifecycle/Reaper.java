package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.ContainerSummary;
import dev.enclave.docker.containers.ListContainersOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Removes what nobody else will: detached sandboxes whose time is over, and ephemeral ones whose owner died between their create and their
 * start. Judges by labels alone, so that it does not matter which process made them.
 */
final class Reaper {

    private static final Logger CLEANUP = LoggerFactory.getLogger("dev.enclave.cleanup");

    /** After which time a container that was never started is taken for abandoned, whoever owns it. */
    private static final Duration NEVER_STARTED = Duration.ofHours(1);

    private final DockerClient client;
    private final EngineCalls calls;
    private final Clock clock;

    Reaper(DockerClient client, EngineCalls calls, Clock clock) {
        this.client = client;
        this.calls = calls;
        this.clock = clock;
    }

    /** Emits how many were removed. */
    Mono<Long> reap(OwnerIdentity self) {
        return Flux.defer(() -> client.containers().list(ListContainersOptions.ALL.withFilter("label", Labels.SANDBOX)))
                // As a Mono: a Flux's publishOn reports a refused task, out of band, when it is cancelled as its first
                // element comes.
                .collectList()
                // Judging reads what the system says about processes: not for event loops.
                .publishOn(Schedulers.boundedElastic())
                .flatMapIterable(containers -> containers)
                .filter(container -> isAbandoned(container, self))
                .flatMap(this::remove, calls.atOnce())
                .count();
    }

    private Mono<ContainerSummary> remove(ContainerSummary container) {
        return calls.remove(container.id())
                .doOnSuccess(done -> CLEANUP.info("{} removed, as it was abandoned", container.names()))
                .thenReturn(container)
                .onErrorResume(e -> {
                    CLEANUP.warn("{} could not be removed", container.names(), e);
                    return Mono.empty();
                });
    }

    private boolean isAbandoned(ContainerSummary container, OwnerIdentity self) {
        Map<String, String> labels = container.labels();
        if (Labels.DETACHED.equals(labels.get(Labels.LIFETIME))) {
            return isOver(labels.get(Labels.EXPIRES), Duration.ZERO);
        }
        String owner = labels.get(Labels.OWNER);
        boolean ownerDead = owner != null
                && OwnerIdentity.fromLabel(owner)
                        .map(identity -> identity.isDeadAsSeenBy(self))
                        .orElse(false);
        return ownerDead || ("created".equals(container.state()) && isOver(labels.get(Labels.CREATED), NEVER_STARTED));
    }

    private boolean isOver(@Nullable String time, Duration grace) {
        if (time == null) {
            return false;
        }
        try {
            return Instant.parse(time).isBefore(clock.instant().minus(grace));
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
