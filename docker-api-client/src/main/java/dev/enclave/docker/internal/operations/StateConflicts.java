package dev.enclave.docker.internal.operations;

import dev.enclave.docker.ConflictException;
import dev.enclave.docker.DockerApiException;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Engines answer 403 or 500, according to their version, where an object's state is in the way. Callers can do the same about it as about
 * any other conflict, so it becomes one; the status stays the engine's.
 */
final class StateConflicts {

    private StateConflicts() {}

    /**
     * Maps errors.
     *
     * @param operation what may fail
     * @param phrases what such an error's message contains
     */
    static <T> Mono<T> mapped(Mono<T> operation, String... phrases) {
        List<String> signs = List.of(phrases);
        return operation.onErrorMap(DockerApiException.class, error -> toConflict(error, signs));
    }

    private static DockerApiException toConflict(DockerApiException error, List<String> signs) {
        return signs.stream().anyMatch(error.engineMessage()::contains)
                ? new ConflictException(error.operation(), error.status(), error.engineMessage())
                : error;
    }
}
