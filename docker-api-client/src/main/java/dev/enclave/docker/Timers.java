package dev.enclave.docker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * Where all timers between requests are set: deadlines, pauses, the beats that keep a sandbox alive. It is one daemon thread for the whole
 * JVM, started with the first timer, and not one of {@link Schedulers#parallel()}: those are where applications compute, and an
 * application that computes for some seconds on all of them would hold up every timer.
 *
 * <p>What follows a timer begins on this thread: do not block or compute in it.
 */
public final class Timers {

    private static final Scheduler SCHEDULER = new Lasting(Schedulers.newSingle("enclave-timer", true));

    private Timers() {}

    /** {@return the scheduler; disposing of it has no effect} */
    public static Scheduler scheduler() {
        return SCHEDULER;
    }

    /**
     * As {@link Retry#backoff}, with its pauses timed here.
     *
     * @param attempts how often to try again
     * @param firstPause the first pause, of which the others are multiples
     * @return a retry with growing pauses
     */
    public static RetryBackoffSpec backoff(long attempts, Duration firstPause) {
        return Retry.backoff(attempts, firstPause).scheduler(SCHEDULER);
    }

    /**
     * As {@link Retry#fixedDelay}, with its pauses timed here.
     *
     * @param attempts how often to try again
     * @param pause each pause
     * @return a retry with equal pauses
     */
    public static RetryBackoffSpec fixedDelay(long attempts, Duration pause) {
        return Retry.fixedDelay(attempts, pause).scheduler(SCHEDULER);
    }

    /** A view that cannot be disposed of, as it belongs to everybody. */
    private record Lasting(Scheduler timer) implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            return timer.schedule(task);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return timer.schedule(task, delay, unit);
        }

        @Override
        public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
            return timer.schedulePeriodically(task, initialDelay, period, unit);
        }

        @Override
        public Worker createWorker() {
            return timer.createWorker();
        }
    }
}
