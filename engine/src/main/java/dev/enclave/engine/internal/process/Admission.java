package dev.enclave.engine.internal.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Lets in a bounded number at a time, in the order of arrival. The queue of those that wait has no bound of its own: each entry belongs to
 * a subscriber that waits, and goes with it.
 */
final class Admission {

    private final int most;
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private final AtomicInteger work = new AtomicInteger();
    private int admitted;

    Admission(int most) {
        this.most = most;
    }

    /** Takes a place in the queue. It has to be {@linkplain Ticket#release() released}, whatever happens. */
    Ticket enter() {
        Ticket ticket = new Ticket();
        synchronized (waiting) {
            waiting.addLast(ticket);
        }
        letIn();
        return ticket;
    }

    /** A loop, not a recursion: whoever is let in may leave at once. Nobody is told under the lock. */
    private void letIn() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            Ticket next = next();
            while (next != null) {
                next.admission.tryEmitEmpty();
                next = next();
            }
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    private @Nullable Ticket next() {
        synchronized (waiting) {
            Ticket next = admitted < most ? waiting.pollFirst() : null;
            if (next != null) {
                next.inside = true;
                admitted++;
            }
            return next;
        }
    }

    /** A place in the queue, then inside. */
    final class Ticket {
        private final Sinks.Empty<Void> admission = Sinks.empty();
        private boolean inside;
        private boolean released;

        private Ticket() {}

        /** Completes when its holder is let in. */
        Mono<Void> admission() {
            return admission.asMono();
        }

        /** Leaves; idempotent. */
        void release() {
            synchronized (waiting) {
                if (released) {
                    return;
                }
                released = true;
                if (inside) {
                    admitted--;
                } else {
                    waiting.remove(this);
                }
            }
            letIn();
        }
    }
}
