package dev.enclave.benchmarks.measure;

import dev.enclave.benchmarks.result.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Does some work a number of times, a number of times at once. Blocking work gets as many threads as it is done at once, started before the clock;
 * the next time begins, in both kinds, when one has ended.
 *
 * @param times how often
 * @param atOnce how many times at once
 */
public record Load(int times, int atOnce) {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Checks the ranges. */
    public Load {
        if (times < 1 || atOnce < 1) {
            throw new IllegalArgumentException(times + " times, " + atOnce + " at once");
        }
    }

    /**
     * Does it.
     *
     * @param work what to do
     * @return what it took
     * @throws IllegalStateException when it failed, or did not end within minutes
     */
    public Timing run(Work work) {
        double[] millis = new double[times];
        if (work instanceof Work.Blocking blocking) {
            return runBlocking(blocking.action(), millis);
        }
        Mono<Void> once = ((Work.Reactive) work).once();
        Stopwatch watch = Stopwatch.start();
        Flux.range(0, times).flatMap(i -> timed(once, millis, i), atOnce).blockLast(PATIENCE);
        return watch.stop(millis);
    }

    private static Mono<Void> timed(Mono<Void> once, double[] millis, int index) {
        return Mono.defer(() -> {
            long begin = System.nanoTime();
            return once.doOnSuccess(done -> millis[index] = (System.nanoTime() - begin) / NANOS_PER_MILLI);
        });
    }

    private Timing runBlocking(Work.Action action, double[] millis) {
        int threads = Math.min(atOnce, times);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch ready = new CountDownLatch(threads);
            CountDownLatch go = new CountDownLatch(1);
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(executor.submit(() -> {
                    ready.countDown();
                    go.await();
                    for (int index = next.getAndIncrement(); index < times; index = next.getAndIncrement()) {
                        long begin = System.nanoTime();
                        action.run();
                        millis[index] = (System.nanoTime() - begin) / NANOS_PER_MILLI;
                    }
                    return null;
                }));
            }
            ready.await();
            Stopwatch watch = Stopwatch.start();
            go.countDown();
            for (Future<?> worker : workers) {
                worker.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            return watch.stop(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the work that is measured failed: " + e, e);
        } finally {
            executor.shutdownNow();
        }
    }

    private record Stopwatch(long begin, long cpuBegin) {

        static Stopwatch start() {
            long cpu = CpuClock.nanos();
            return new Stopwatch(System.nanoTime(), cpu);
        }

        Timing stop(double[] millis) {
            long end = System.nanoTime();
            double cpu = (CpuClock.nanos() - cpuBegin) / NANOS_PER_MILLI;
            return new Timing(new Samples(millis), (end - begin) / NANOS_PER_SECOND, cpu);
        }
    }
}
