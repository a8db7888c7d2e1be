package dev.enclave.docker.internal.ssh;

import java.io.IOException;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A connection that ended before the engine had said a word. Why, is known to the {@code ssh} behind it. */
public final class SshSilence extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 12;

    private final transient SshChild child;

    SshSilence(SshChild child) {
        super("ssh closed the connection");
        this.child = child;
    }

    /** Finds one among the causes of an error. */
    public static Optional<SshSilence> in(Throwable error) {
        Throwable next = error;
        for (int depth = 0; next != null && depth < DEEPEST; depth++) {
            if (next instanceof SshSilence silence) {
                return Optional.of(silence);
            }
            next = next.getCause();
        }
        return Optional.empty();
    }

    /** Waits, on an elastic thread and not for long, until the program has ended, and tells its last words. */
    public Mono<SshFailure> lastWords() {
        return Mono.fromCallable(child::failure).subscribeOn(Schedulers.boundedElastic());
    }
}
