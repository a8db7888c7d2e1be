package dev.enclave.engine.internal.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.util.RaceTestUtils;

@DisplayName("Work that outlives its subscriber (C1, C15)")
class BackgroundTasksTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int RACES = 500;

    private final BackgroundTasks tasks = new BackgroundTasks();

    @Nested
    @Tag("C1")
    class Uncancelled {

        private final TestPublisher<String> source = TestPublisher.createCold();
        private final TestPublisher<String> hot = TestPublisher.create();
        private final AtomicInteger undone = new AtomicInteger();

        private Mono<String> work(Mono<String> from) {
            return tasks.uncancelled("the work", from, () -> Mono.fromRunnable(undone::incrementAndGet));
        }

        @Test
        void doesNothingBeforeASubscription() {
            Mono<String> work = work(hot.mono());

            assertThat(work).isNotNull();
            hot.assertWasNotSubscribed();
        }

        @Test
        void passesAValueOnAndUndoesNothing() {
            source.emit("made");

            work(source.mono())
                    .as(StepVerifier::create)
                    .expectNext("made")
                    .expectComplete()
                    .verify(PATIENCE);
            assertThat(undone).hasValue(0);
        }

        @Test
        void passesAnEmptySourceOn() {
            source.complete();

            work(source.mono()).as(StepVerifier::create).expectComplete().verify(PATIENCE);
            assertThat(undone).hasValue(0);
        }

        @Test
        void passesAnErrorOnAndUndoesNothing() {
            source.error(new IllegalStateException("no"));

            work(source.mono())
                    .as(StepVerifier::create)
                    .expectErrorMessage("no")
                    .verify(PATIENCE);
            assertThat(undone).hasValue(0);
        }

        @Test
        void isSubscribedOnceForEachSubscription() {
            AtomicInteger subscriptions = new AtomicInteger();
            Mono<Integer> work =
                    tasks.uncancelled("the work", Mono.fromCallable(subscriptions::incrementAndGet), Mono::empty);

            assertThat(List.of(work.block(PATIENCE), work.block(PATIENCE))).containsExactly(1, 2);
        }

        @Test
        void goesOnAfterACancellationAndIsUndoneOnlyAfterItsEnd() {
            work(hot.mono()).as(StepVerifier::create).thenCancel().verify(PATIENCE);

            hot.assertNotCancelled();
            assertThat(undone).hasValue(0);
            hot.emit("made");
            assertThat(undone).hasValue(1);
            tasks.idle(PATIENCE).as(StepVerifier::create).expectComplete().verify(PATIENCE);
        }

        @Test
        void isUndoneWhenItFailsAfterACancellation() {
            work(hot.mono()).as(StepVerifier::create).thenCancel().verify(PATIENCE);

            hot.error(new IllegalStateException("half done"));

            assertThat(undone).hasValue(1);
        }

        @Test
        void isUndoneWhenItCompletesEmptyAfterACancellation() {
            work(hot.mono()).as(StepVerifier::create).thenCancel().verify(PATIENCE);

            hot.complete();

            assertThat(undone).hasValue(1);
        }

        @Test
        void seesTheSubscribersContext() {
            Mono<String> reading = Mono.deferContextual(context -> Mono.just(context.<String>get("key")));

            tasks.uncancelled("the work", reading, Mono::empty)
                    .contextWrite(context -> context.put("key", "value"))
                    .as(StepVerifier::create)
                    .expectNext("value")
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void eitherHandsItsValueOverOrIsUndoneWhenACancellationRaces() {
            for (int i = 0; i < RACES; i++) {
                Sinks.One<String> late = Sinks.one();
                AtomicInteger undoings = new AtomicInteger();
                List<String> received = new ArrayList<>();
                BaseSubscriber<String> subscriber = new BaseSubscriber<>() {
                    @Override
                    protected void hookOnNext(String value) {
                        received.add(value);
                    }
                };
                tasks.uncancelled("the work", late.asMono(), () -> Mono.fromRunnable(undoings::incrementAndGet))
                        .subscribe(subscriber);

                RaceTestUtils.race(subscriber::cancel, () -> late.tryEmitValue("made"));

                tasks.idle(PATIENCE).block(PATIENCE);
                assertThat(received.size() + undoings.get()).as("race %s", i).isPositive();
            }
        }
    }

    @Nested
    class Idle {

        private final Sinks.Empty<Void> first = Sinks.empty();
        private final Sinks.Empty<Void> second = Sinks.empty();

        @Test
        void isAtOnceWhenNothingRuns() {
            tasks.idle(PATIENCE).as(StepVerifier::create).expectComplete().verify(PATIENCE);
        }

        @Test
        void waitsForAllThatRuns() {
            tasks.run("first", first.asMono());
            tasks.run("second", second.asMono());

            tasks.idle(PATIENCE)
                    .as(StepVerifier::create)
                    .then(first::tryEmitEmpty)
                    .expectNoEvent(Duration.ofMillis(50))
                    .then(second::tryEmitEmpty)
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void waitsAlsoForWhatIsStartedMeanwhile() {
            tasks.run("first", first.asMono());

            tasks.idle(PATIENCE)
                    .as(StepVerifier::create)
                    .then(() -> tasks.run("second", second.asMono()))
                    .then(first::tryEmitEmpty)
                    .expectNoEvent(Duration.ofMillis(50))
                    .then(second::tryEmitEmpty)
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void waitsAlsoForWhatATaskStartsAtItsEnd() {
            tasks.run("first", first.asMono().doOnSuccess(done -> tasks.run("second", second.asMono())));

            tasks.idle(PATIENCE)
                    .as(StepVerifier::create)
                    .then(first::tryEmitEmpty)
                    .expectNoEvent(Duration.ofMillis(50))
                    .then(second::tryEmitEmpty)
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void givesUpInTime() {
            tasks.run("first", Mono.never());

            tasks.idle(Duration.ofMillis(50))
                    .as(StepVerifier::create)
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void isNotHeldUpByAFailure() {
            tasks.run("first", Mono.error(new IllegalStateException("logged only")));

            tasks.idle(PATIENCE).as(StepVerifier::create).expectComplete().verify(PATIENCE);
        }
    }
}
