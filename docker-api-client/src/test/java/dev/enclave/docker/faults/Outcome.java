package dev.enclave.docker.faults;

import dev.enclave.docker.DockerException;
import java.time.Duration;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * How an operation ended.
 *
 * @param value what it emitted, or null
 * @param error what it signalled instead, or null
 * @param silent whether it was cancelled because there was no signal at all
 */
record Outcome(Object value, Throwable error, boolean silent) {

    private static final Outcome SILENT = new Outcome(null, null, true);

    /** Waits, blocking, for the end of an operation; cancels it after some time. */
    static Outcome of(Mono<?> operation, Duration patience) {
        return operation
                .map(value -> new Outcome(value, null, false))
                .switchIfEmpty(Mono.fromSupplier(() -> new Outcome("done", null, false)))
                .onErrorResume(error -> Mono.just(new Outcome(null, Exceptions.unwrap(error), false)))
                .timeout(patience, Mono.just(SILENT))
                .block();
    }

    boolean isTypedError() {
        return error instanceof DockerException;
    }

    /** Tells whether it ended in the same way: with an equal value, or the same kind of error. */
    boolean isLike(Outcome other) {
        return error == null
                ? value != null && value.equals(other.value)
                : other.error != null && error.getClass() == other.error.getClass();
    }

    /** Names the kind of end. */
    String kind() {
        if (silent) {
            return "silence";
        }
        return error == null ? "value" : error.getClass().getSimpleName();
    }

    @Override
    public String toString() {
        String text = kind() + " " + (error == null ? value : error);
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }
}
