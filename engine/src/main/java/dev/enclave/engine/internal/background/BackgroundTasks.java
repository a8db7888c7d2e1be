package dev.enclave.engine.internal.background;

import dev.enclave.docker.Timers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The owner of work that outlives its subscriber. This is the only place in the engine that subscribes by itself.
 */
public final class BackgroundTasks {

    private static final Logger CLEANUP = LoggerFactory.getLogger("dev.enclave.cleanup");

    private final Set<Sinks.Empty<Void>> running = ConcurrentHashMap.newKeySet();

    /**
     * Starts work now and lets it run to its end.
     *
     * @param what names it in the log, should it fail
     * @param work the work; a failure is logged as a warning, as nobody else sees it
     */
    public void run(String what, Mono<?> work) {
        Sinks.Empty<Void> end = Sinks.empty();
        running.add(end);
        work.onErrorResume(e -> {
                    CLEANUP.warn("{} failed", what, e);
                    return Mono.empty();
                })
                .doFinally(signal -> {
                    running.remove(end);
                    end.tryEmitEmpty();
                })
                .subscribe();
    }

    /**
     * Lets a source run to its end even when its subscriber cancels, and then undoes what it did. For requests that the engine carries
     * out although nobody waits for the answer.
     *
     * @param what names it in the log
     * @param source subscribed once per subscription of the returned Mono, and never cancelled
     * @param undo run, in the background, when the subscriber has cancelled and the source has ended, in whichever way
     * @return the source's outcome
     */
    public <T> Mono<T> uncancelled(String what, Mono<T> source, Supplier<Mono<Void>> undo) {
        return Mono.deferContextual(context -> {
            Mono<T> once = source.contextWrite(context).cache();
            return Mono.create(sink -> {
                AtomicBoolean abandoned = new AtomicBoolean();
                sink.onCancel(() -> {
                    abandoned.set(true);
                    run("undoing " + what, once.then().onErrorComplete().then(Mono.defer(undo)));
                });
                // Errors reach the subscriber while there is one; afterwards the undo is what matters.
                run(what, once.doOnSuccess(sink::success).onErrorResume(e -> {
                    if (!abandoned.get()) {
                        sink.error(e);
                    }
                    return Mono.empty();
                }));
            });
        });
    }

    /**
     * Waits until nothing runs, also of what is started meanwhile.
     *
     * @param atMost how long to wait; what runs then goes on, and is logged
     * @return completes when nothing runs, or the time is over
     */
    public Mono<Void> idle(Duration atMost) {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(running)))
                .flatMap(Sinks.Empty::asMono, Integer.MAX_VALUE)
                .repeat(() -> !running.isEmpty())
                .then()
                .timeout(
                        atMost,
                        Mono.fromRunnable(() -> CLEANUP.warn("{} tasks still run after {}", running.size(), atMost)),
                        Timers.scheduler());
    }
}
