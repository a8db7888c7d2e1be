package dev.enclave.examples;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** How a program ends: Ctrl-C and SIGTERM cancel what runs, and the process ends only when that has removed what it made. */
public final class TidyExit {

    private static final Duration TIDYING = Duration.ofSeconds(20);

    private TidyExit() {}

    /**
     * Runs a program and exits with its status. Does not return.
     *
     * @param program blocks until it is done, and returns its exit status; it is to end early when the {@code Mono} that it is given
     *     completes
     */
    public static void run(ToIntFunction<Mono<Void>> program) {
        Sinks.Empty<Void> interrupted = Sinks.empty();
        CountDownLatch tidy = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> interrupt(interrupted, tidy), "enclave-examples-interrupt"));
        int status = program.applyAsInt(interrupted.asMono());
        tidy.countDown();
        System.exit(status);
    }

    private static void interrupt(Sinks.Empty<Void> interrupted, CountDownLatch tidy) {
        interrupted.tryEmitEmpty();
        try {
            if (!tidy.await(TIDYING.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("not everything was removed within " + TIDYING.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
