package dev.enclave.docker.faults;

import dev.enclave.testing.RandomCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Random cases that mostly wait, several at a time. */
final class ParallelCases {

    private static final int WORKERS = 8;

    /** Tries cases one after the other; one of several. */
    interface Worker extends AutoCloseable {
        void run(int index);

        @Override
        void close();
    }

    private ParallelCases() {}

    static void run(int count, Supplier<Worker> workers) {
        Queue<Integer> waiting = new ConcurrentLinkedQueue<>();
        RandomCases.forEach(count, waiting::add);
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                ends.add(threads.submit(() -> work(waiting, workers)));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static void work(Queue<Integer> waiting, Supplier<Worker> workers) {
        try (Worker worker = workers.get()) {
            for (Integer index = waiting.poll(); index != null; index = waiting.poll()) {
                worker.run(index);
            }
        }
    }
}
