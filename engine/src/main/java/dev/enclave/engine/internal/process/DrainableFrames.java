package dev.enclave.engine.internal.process;

import dev.enclave.docker.stream.StreamFrame;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * Passes frames on as demanded, until {@link #drain()} is called: from then on it reads the source to its end, keeps a bounded amount of
 * what is not demanded, and drops the rest. A subscriber that cancels has the rest read and dropped too, as the engine takes the end of
 * the stream for the end of the command. Written by hand because no operator changes from back-pressure to dropping while it runs.
 *
 * <p>For one subscriber. Upstream signals are serialised by the source; the queue is emptied by whoever raises {@code work} from 0 (the
 * usual queue-drain loop), so that downstream signals are serialised too. In the normal mode the queue holds at most what was demanded.
 */
final class DrainableFrames extends Flux<StreamFrame> {

    /** What is kept, once draining, for a subscriber that does not request. */
    static final int KEPT_BYTES = 256 * 1024;

    private final Flux<StreamFrame> source;
    private final AtomicReference<@Nullable Relay> relay = new AtomicReference<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final Sinks.Empty<Void> ended = Sinks.empty();

    DrainableFrames(Flux<StreamFrame> source) {
        this.source = source;
    }

    /** Begins to read the source to its end; where nobody has subscribed, nobody can any more. */
    void drain() {
        draining.set(true);
        Relay nobody = new Relay(null);
        Relay active = relay.compareAndExchange(null, nobody);
        if (active == null) {
            source.subscribe(nobody);
        } else {
            active.requestAll();
        }
    }

    /** Completes when the source has ended, in whichever way. */
    Mono<Void> ended() {
        return ended.asMono();
    }

    /** Whether somebody has subscribed. */
    boolean isSubscribed() {
        return relay.get() != null;
    }

    /** Whether something was dropped. */
    boolean lost() {
        return lost.get();
    }

    @Override
    public void subscribe(CoreSubscriber<? super StreamFrame> actual) {
        Relay created = new Relay(actual);
        if (!relay.compareAndSet(null, created)) {
            Operators.error(actual, new IllegalStateException("the output of a command can be subscribed once"));
            return;
        }
        source.subscribe(created);
    }

    private final class Relay implements CoreSubscriber<StreamFrame>, Subscription {
        private final Context context;
        private final Queue<StreamFrame> queue =
                Queues.<StreamFrame>unbounded(16).get();
        private final AtomicInteger work = new AtomicInteger();
        private final AtomicInteger queuedBytes = new AtomicInteger();
        private final AtomicLong requested = new AtomicLong();
        private final AtomicReference<@Nullable Subscription> upstream = new AtomicReference<>();
        private volatile boolean cancelled;
        private volatile boolean done;
        private @Nullable Throwable error;

        /** Null once it has been told the end, or has cancelled: nothing may hold it then (§3.13). Of the queue-drain loop. */
        private @Nullable CoreSubscriber<? super StreamFrame> actual;

        Relay(@Nullable CoreSubscriber<? super StreamFrame> actual) {
            this.actual = actual;
            this.cancelled = actual == null;
            this.context = actual == null ? Context.empty() : actual.currentContext();
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream.set(subscription);
            CoreSubscriber<? super StreamFrame> target = actual;
            if (target != null) {
                target.onSubscribe(this);
            }
            if (cancelled || draining.get()) {
                requestAll();
            }
        }

        void requestAll() {
            Subscription active = upstream.get();
            if (active != null) {
                active.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(StreamFrame frame) {
            int length = frame.bytes().length;
            if (cancelled || (draining.get() && queuedBytes.get() + length > KEPT_BYTES)) {
                lost.set(true);
                return;
            }
            queuedBytes.addAndGet(length);
            queue.add(frame);
            emit();
        }

        @Override
        public void onError(Throwable cause) {
            error = cause;
            done = true;
            emit();
            ended.tryEmitEmpty();
        }

        @Override
        public void onComplete() {
            done = true;
            emit();
            ended.tryEmitEmpty();
        }

        @Override
        public void request(long n) {
            Subscription active = upstream.get();
            if (n <= 0) {
                if (active != null) {
                    active.cancel();
                }
                onError(new IllegalArgumentException("§3.9: request must be positive, was " + n));
                return;
            }
            requested.accumulateAndGet(n, Operators::addCap);
            if (active != null && !draining.get()) {
                active.request(n);
            }
            emit();
        }

        @Override
        public void cancel() {
            cancelled = true;
            requestAll();
            emit();
        }

        private void emit() {
            if (work.getAndIncrement() != 0) {
                return;
            }
            int missed = 1;
            do {
                emitQueued();
                missed = work.addAndGet(-missed);
            } while (missed != 0);
        }

        private void emitQueued() {
            CoreSubscriber<? super StreamFrame> target = actual;
            long emitted = 0;
            long demand = requested.get();
            while (target != null && !cancelled) {
                boolean ended = done;
                StreamFrame next = emitted < demand ? queue.poll() : null;
                if (next != null) {
                    queuedBytes.addAndGet(-next.bytes().length);
                    emitted++;
                    target.onNext(next);
                } else if (ended && queue.isEmpty()) {
                    cancelled = true;
                    signalEnd(target);
                } else {
                    break;
                }
            }
            if (cancelled) {
                actual = null;
                queue.clear();
            }
            if (emitted > 0 && demand != Long.MAX_VALUE) {
                requested.addAndGet(-emitted);
            }
        }

        private void signalEnd(CoreSubscriber<? super StreamFrame> target) {
            if (error == null) {
                target.onComplete();
            } else {
                target.onError(error);
            }
        }
    }
}
