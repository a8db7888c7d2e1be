package dev.enclave.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.test.StepVerifier;

class TimersTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
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
