package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.ConflictException;
import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.EngineErrorException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.containers.WaitCondition;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Removes a container, however far somebody else has come with that. */
final class ContainerRemoval {

    private static final Duration REMOVAL_BY_OTHERS = Duration.ofSeconds(20);
    private static final int RETRIES = 3;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

    private ContainerRemoval() {}

    /** One forced delete; completes when the container has gone, also when it had. */
    static Mono<Void> remove(DockerClient client, String container) {
        return client.containers()
                .remove(container, RemoveOptions.FORCE)
                .retryWhen(Retry.backoff(RETRIES, RETRY_PAUSE)
                        .filter(e -> e instanceof ConnectionLostException || e instanceof EngineErrorException)
                        .onRetryExhaustedThrow((retries, signal) -> signal.failure()))
                .onErrorResume(ConflictException.class, e -> awaitRemoval(client, container))
                .onErrorComplete(NotFoundException.class);
    }

    /** A removal is already in progress: ours is done when that one is. */
    private static Mono<Void> awaitRemoval(DockerClient client, String container) {
        return client.containers()
                .waitFor(container, WaitCondition.REMOVED)
                .timeout(REMOVAL_BY_OTHERS)
                .then();
    }
}
