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

    /** Returns the scheduler. Disposing of it has no effect. */
    public static Scheduler scheduler() {
        return SCHEDULER;
    }

    /** Returns a retry with growing pauses, as {@link Retry#backoff}, whose pauses are timed here. */
    public static RetryBackoffSpec backoff(long attempts, Duration firstPause) {
        return Retry.backoff(attempts, firstPause).scheduler(SCHEDULER);
    }

    /** Returns a retry with equal pauses, as {@link Retry#fixedDelay}, whose pauses are timed here. */
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
