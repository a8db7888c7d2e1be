package dev.enclave.engine.internal.admission;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Lets in a bounded number at a time, in the order of arrival, but those ahead before the others. The queue of those that wait has no
 * bound of its own: each entry belongs to a subscriber that waits, and goes with it.
 */
public final class Admission {

    private final int most;
    private final Deque<Ticket> ahead = new ArrayDeque<>();
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private final AtomicInteger work = new AtomicInteger();
    private int admitted;

    /**
     * Creates it with nobody inside.
     *
     * @param most how many are let in at a time
     */
    public Admission(int most) {
        this.most = most;
    }

    /** Takes a place in the queue. It has to be {@linkplain Ticket#release() released}, whatever happens. */
    public Ticket enter() {
        return enter(waiting);
    }

    /** Takes a place in the queue before all who did not ask to be ahead. Only for what makes room for the others: it may starve them. */
    public Ticket enterAhead() {
        return enter(ahead);
    }

    private Ticket enter(Deque<Ticket> queue) {
        Ticket ticket = new Ticket(queue);
        synchronized (waiting) {
            queue.addLast(ticket);
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
            if (admitted >= most) {
                return null;
            }
            Ticket next = ahead.isEmpty() ? waiting.pollFirst() : ahead.pollFirst();
            if (next != null) {
                next.inside = true;
                admitted++;
            }
            return next;
        }
    }

    /** A place in the queue, then inside. */
    public final class Ticket {
        private final Deque<Ticket> queue;
        private final Sinks.Empty<Void> admission = Sinks.empty();
        private boolean inside;
        private boolean released;

        private Ticket(Deque<Ticket> queue) {
            this.queue = queue;
        }

        /** Completes when its holder is let in. */
        public Mono<Void> admission() {
            return admission.asMono();
        }

        /** Leaves; idempotent. */
        public void release() {
            synchronized (waiting) {
                if (released) {
                    return;
                }
                released = true;
                if (inside) {
                    admitted--;
                } else {
                    queue.remove(this);
                }
            }
            letIn();
        }
    }
}
