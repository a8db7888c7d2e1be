package dev.enclave.docker.internal.http;

import dev.enclave.docker.EngineUnreachableException;
import dev.enclave.docker.Timers;
import java.time.Duration;
import java.util.Locale;
import reactor.core.publisher.Mono;

/**
 * A Unix socket whose queue of connections is full. Where a TCP connect would wait, one to such a socket that must not block is refused
 * at once (EAGAIN), so that many connections at the same moment could fail although the engine is well. Nothing has been sent then:
 * asking again is safe.
 */
final class FullQueue {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private FullQueue() {}

    /** Repeats an attempt that was refused for a full queue, for at most the given time. One that is not refused costs next to nothing. */
    static <T> Mono<T> outwait(Mono<T> attempt, Duration atMost) {
        return attempt.onErrorResume(FullQueue::isReasonOf, refused -> {
            long end = System.nanoTime() + atMost.toNanos();
            Mono<T> next = attempt.retryWhen(Timers.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                    .maxBackoff(LONGEST_PAUSE)
                    .filter(error -> isReasonOf(error) && System.nanoTime() - end < 0));
            return Mono.delay(FIRST_PAUSE, Timers.scheduler()).then(next);
        });
    }

    private static boolean isReasonOf(Throwable error) {
        Throwable cause = error.getCause();
        return error instanceof EngineUnreachableException && cause != null && isRefusal(cause);
    }

    /** Tells whether a failure to connect is such a refusal; the transports tell it only in words. */
    static boolean isRefusal(Throwable cause) {
        return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("temporarily unavailable");
    }
}
