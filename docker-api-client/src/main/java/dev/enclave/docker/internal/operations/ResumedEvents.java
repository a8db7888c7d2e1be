package dev.enclave.docker.internal.operations;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.EngineUnreachableException;
import dev.enclave.docker.Timers;
import dev.enclave.docker.system.EngineEvent;
import dev.enclave.docker.system.EventOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * One watch of events over as many connections as it takes. The engine stamps events a little before it publishes them, so that they may come in
 * another order than that of their times. Therefore a new connection asks for some time before the last event again, and what is remembered
 * from then is not emitted twice. One per subscription; its signals are serial.
 */
final class ResumedEvents {

    private static final Duration OVERLAP = Duration.ofSeconds(2);
    private static final Duration LASTING = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** More than the 256 that an engine remembers. */
    private static final int REMEMBERED = 1024;

    private static final String OPERATION = "GET /events";

    private final EventOptions options;
    private final Instant begin;
    private final Duration patience;
    private final BiFunction<EventOptions, Runnable, Flux<EngineEvent>> connect;
    private final Set<EngineEvent> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EngineEvent, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    private @Nullable Instant last;
    private boolean everConnected;
    private long lostAtNanos;
    private long connectedAtNanos;
    private int attempts;

    /**
     * Prepares a watch.
     *
     * @param options which events
     * @param begin the time to begin at, by the engine's clock
     * @param patience how long at a time to try to connect again
     * @param connect watches events on one connection, and tells when it is open
     */
    ResumedEvents(
            EventOptions options,
            Instant begin,
            Duration patience,
            BiFunction<EventOptions, Runnable, Flux<EngineEvent>> connect) {
        this.options = options;
        this.begin = begin;
        this.patience = patience;
        this.connect = connect;
    }

    Flux<EngineEvent> events() {
        return Flux.defer(this::onOneConnection)
                .retryWhen(Retry.from(failures -> failures.concatMap(failure -> pauseOrGiveUp(failure.failure()), 1)));
    }

    private Flux<EngineEvent> onOneConnection() {
        return connect.apply(new EventOptions(since(), options.until(), options.filters()), this::connected)
                .filter(seen::add)
                .doOnNext(this::remember)
                .concatWith(Mono.defer(this::endOfConnection));
    }

    private Instant since() {
        Instant overlapped = last == null ? begin : last.minus(OVERLAP);
        return overlapped.isBefore(begin) ? begin : overlapped;
    }

    private void connected() {
        everConnected = true;
        connectedAtNanos = System.nanoTime();
    }

    private void remember(EngineEvent event) {
        attempts = 0;
        Long nanos = event.timeNano();
        if (nanos != null) {
            Instant time = Instant.ofEpochSecond(0, nanos);
            last = last == null || time.isAfter(last) ? time : last;
        }
    }

    /** An engine that shuts down ends the stream in good order. */
    private Mono<EngineEvent> endOfConnection() {
        return options.until() != null
                ? Mono.empty()
                : Mono.error(new ConnectionLostException(OPERATION, "the engine ended the events", false, null));
    }

    private Mono<Long> pauseOrGiveUp(Throwable failure) {
        if (!everConnected || !mayPass(failure)) {
            return Mono.error(failure);
        }
        long now = System.nanoTime();
        // One that breaks as soon as it is made does not end an outage.
        boolean lasted = connectedAtNanos - lostAtNanos > 0 && now - connectedAtNanos > LASTING.toNanos();
        if (attempts == 0 || lasted) {
            attempts = 0;
            lostAtNanos = now;
        }
        attempts++;
        if (now - lostAtNanos > patience.toNanos()) {
            return Mono.error(failure);
        }
        return Mono.delay(pause(), Timers.scheduler());
    }

    private Duration pause() {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 10));
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof ConnectionLostException
                || failure instanceof EngineUnreachableException
                || failure instanceof DockerTimeoutException;
    }
}
