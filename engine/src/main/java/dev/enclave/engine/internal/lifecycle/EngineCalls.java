package dev.enclave.engine.internal.lifecycle;

import dev.enclave.engine.internal.admission.Admission;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * The calls that make the container engine work, a bounded number at a time: a launch (create, attach, start) and a removal take a place
 * each. More at once would not be done sooner, and would hold up every other request. What only asks, and what goes on in a sandbox that
 * runs, needs no place.
 */
public final class EngineCalls {

    /** Fewer leave the container engine idle between two requests, also on one core. */
    private static final int AT_LEAST = 4;

    /** The client has 16 connections for short requests; one that is not a launch finds one free. */
    private static final int AT_MOST = 12;

    private final Function<String, Mono<Void>> removal;
    private final int atOnce;
    private final Admission admission;
    private final Mono<Void> closing;

    /**
     * Creates it with nothing under way.
     *
     * @param removal removes a container by its name or id
     * @param atOnce how many calls are under way at a time
     * @param closing completes when nothing is launched any more: who waits for a launch is told at once
     */
    EngineCalls(Function<String, Mono<Void>> removal, int atOnce, Mono<Void> closing) {
        this.removal = removal;
        this.atOnce = atOnce;
        this.admission = new Admission(atOnce);
        this.closing = closing;
    }

    /** {@return how many are under way at a time unless the engine is told otherwise: two a core, within limits} */
    public static int defaultAtOnce() {
        int twoEach = 2 * Runtime.getRuntime().availableProcessors();
        return Math.max(AT_LEAST, Math.min(twoEach, AT_MOST));
    }

    int atOnce() {
        return atOnce;
    }

    /**
     * Launches when there is a place, in the order of arrival. Cancelling before that gives up the place in the queue and launches nothing;
     * afterwards the place belongs to the launch.
     *
     * @param launch is handed how to leave the place, which it has to do, whatever happens; doing it again does no harm
     */
    <T> Mono<T> launch(Function<Runnable, Mono<T>> launch) {
        return Mono.defer(() -> {
            Admission.Ticket ticket = admission.enter();
            AtomicBoolean decided = new AtomicBoolean();
            return Mono.firstWithSignal(ticket.admission(), closing)
                    .then(Mono.defer(
                            () -> decided.compareAndSet(false, true) ? launch.apply(ticket::release) : Mono.<T>empty()))
                    .doOnCancel(() -> {
                        if (decided.compareAndSet(false, true)) {
                            ticket.release();
                        }
                    });
        });
    }

    /**
     * Removes a container, before any launch that waits: a removal makes room for what a launch needs, and each follows a launch, so that
     * launches do not starve.
     */
    Mono<Void> remove(String container) {
        return Mono.using(
                admission::enterAhead,
                ticket -> ticket.admission().then(removal.apply(container)),
                Admission.Ticket::release);
    }
}
