package dev.enclave.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class TimersTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int THREADS = 8;
    private static final Duration MOMENT = Duration.ofMillis(1);

    private static Mono<Thread> threadOfADelay() {
        return Mono.delay(MOMENT, Timers.scheduler()).map(tick -> Thread.currentThread());
    }

    @Test
    void endOnOneThreadThatMustNotBlockAndHoldsUpNoExit() {
        Thread thread = threadOfADelay().block(PATIENCE);

        assertThat(thread).isInstanceOf(NonBlocking.class).matches(Thread::isDaemon);
        StepVerifier.create(threadOfADelay())
                .expectNext(thread)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void runWhatIsNotLaterThereToo() {
        StepVerifier.create(Mono.fromCallable(() -> Thread.currentThread().getName())
                        .subscribeOn(Timers.scheduler()))
                .assertNext(name -> assertThat(name).startsWith("enclave-timer"))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void comeAgainAndAgain() {
        StepVerifier.create(Flux.interval(MOMENT, Timers.scheduler()).take(3))
                .expectNext(0L, 1L, 2L)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void goOnWhenSomebodyDisposesOfThem() {
        Timers.scheduler().dispose();

        StepVerifier.create(threadOfADelay())
                .expectNextCount(1)
                .expectComplete()
                .verify(PATIENCE);
    }

    /** Their queue has a lock, for microseconds, which guards against blocking let pass: a thread that was stopped there would stop all timers. */
    @Test
    void areSetAndCancelledByManyThreadsThatMustNotBlock() {
        Scheduler threads = Schedulers.newParallel("setting-timers", THREADS);

        Flux.range(0, THREADS)
                .parallel(THREADS)
                .runOn(threads)
                .doOnNext(thread -> IntStream.range(0, 50_000)
                        .forEach(timer -> Mono.delay(Duration.ofMinutes(1), Timers.scheduler())
                                .subscribe()
                                .dispose()))
                .sequential()
                .as(StepVerifier::create)
                .expectNextCount(THREADS)
                .expectComplete()
                .verify(PATIENCE);
        StepVerifier.create(threadOfADelay())
                .expectNextCount(1)
                .expectComplete()
                .verify(PATIENCE);
        threads.dispose();
    }

    @Test
    void timeThePausesOfRetries() {
        StepVerifier.create(thirdAttempt().retryWhen(Timers.fixedDelay(2, MOMENT)))
                .assertNext(thread -> assertThat(thread).startsWith("enclave-timer"))
                .expectComplete()
                .verify(PATIENCE);
        StepVerifier.create(thirdAttempt().retryWhen(Timers.backoff(2, MOMENT)))
                .assertNext(thread -> assertThat(thread).startsWith("enclave-timer"))
                .expectComplete()
                .verify(PATIENCE);
    }

    /** Emits the name of the thread that it was made on. */
    private static Mono<String> thirdAttempt() {
        int[] attempts = {0};
        return Mono.defer(() -> ++attempts[0] < 3
                ? Mono.error(new IllegalStateException("not yet"))
                : Mono.just(Thread.currentThread().getName()));
    }
}
