package dev.enclave.docker.internal.http;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Timers on the event loops. One that is set by an event loop stays on it; reactor-netty's own are on threads of their own, which have to
 * be woken for each timer that is the next to end.
 */
final class LoopTimers {

    private final EventLoopGroup loops;

    LoopTimers(EventLoopGroup loops) {
        this.loops = loops;
    }

    /** Runs a task once, unless it is disposed of before. */
    Disposable schedule(Runnable task, Duration delay) {
        Future<?> scheduled = loops.next().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** A view of the event loops that must not be disposed of. */
    Scheduler scheduler() {
        return Schedulers.fromExecutorService(loops);
    }
}
