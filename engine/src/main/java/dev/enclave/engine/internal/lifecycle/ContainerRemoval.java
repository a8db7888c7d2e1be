package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.ConflictException;
import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.Timers;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.containers.WaitCondition;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Removes a container, however far somebody else has come with that. */
final class ContainerRemoval {

    private static final Duration REMOVAL_BY_OTHERS = Duration.ofSeconds(20);
    private static final int RETRIES = 3;
    private static final int SERVER_ERROR = 500;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

    private ContainerRemoval() {}

    /** One forced delete; completes when the container has gone, also when it had. */
    static Mono<Void> remove(DockerClient client, String container) {
        return client.containers()
                .remove(container, RemoveOptions.FORCE)
                .retryWhen(Timers.backoff(RETRIES, RETRY_PAUSE)
                        .filter(ContainerRemoval::mayPass)
                        .onRetryExhaustedThrow((retries, signal) -> signal.failure()))
                .onErrorResume(ConflictException.class, e -> awaitRemoval(client, container, e))
                .onErrorComplete(NotFoundException.class);
    }

    /** Whether another attempt may do better: Docker fails now and then, and Podman (with 500) while a container changes its state. */
    private static boolean mayPass(Throwable e) {
        boolean failed = e instanceof DockerApiException answer && answer.status() >= SERVER_ERROR;
        return e instanceof ConnectionLostException || (failed && !(e instanceof NotFoundException));
    }

    /** A removal is already in progress: ours is done when that one is. */
    private static Mono<Void> awaitRemoval(DockerClient client, String container, ConflictException conflict) {
        return client.containers()
                .waitFor(container, WaitCondition.REMOVED)
                .then()
                .timeout(REMOVAL_BY_OTHERS, Mono.error(conflict), Timers.scheduler());
    }
}
