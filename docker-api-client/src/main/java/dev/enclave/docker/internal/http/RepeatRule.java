package dev.enclave.docker.internal.http;

import dev.enclave.docker.ConnectionLostException;

/**
 * Which requests are repeated, once, after their pooled connection turned out to be dead: those that only read, and those that surely
 * never reached the engine. A create is never repeated on suspicion.
 */
final class RepeatRule {

    private RepeatRule() {}

    static boolean mayRepeat(ApiRequest request, Throwable error) {
        return error instanceof ConnectionLostException lost && (request.readOnly() || !lost.mayHaveBeenCarriedOut());
    }
}
