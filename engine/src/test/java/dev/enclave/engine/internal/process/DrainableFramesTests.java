package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.stream.StreamFrame;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.util.RaceTestUtils;

@Tag("C5")
@Tag("C15")
class DrainableFramesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static StreamFrame frame(int size) {
        return new StreamFrame(StreamFrame.Source.STDOUT, new byte[size]);
    }

    @Nested
    class BeforeDraining {

        @Test
        void passesDemandOnAndNothingMore() {
            AtomicLong requested = new AtomicLong();
            Flux<StreamFrame> source =
                    Flux.range(1, 10).map(DrainableFramesTests::frame).doOnRequest(requested::addAndGet);

            StepVerifier.create(new DrainableFrames(source), 0)
                    .expectSubscription()
                    .then(() -> assertThat(requested).hasValue(0))
                    .thenRequest(1)
                    .expectNextCount(1)
                    .then(() -> assertThat(requested).hasValue(1))
                    .thenRequest(3)
                    .expectNextCount(3)
                    .then(() -> assertThat(requested).hasValue(4))
                    .thenRequest(100)
                    .expectNextCount(6)
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void passesTheErrorOn() {
            Flux<StreamFrame> source =
                    Flux.concat(Mono.just(frame(1)), Mono.error(new IllegalStateException("broken")));

            StepVerifier.create(new DrainableFrames(source))
                    .expectNextCount(1)
                    .expectErrorMessage("broken")
                    .verify(PATIENCE);
        }

        @Test
        void readsAndDropsWhatComesAfterACancellation() {
            TestPublisher<StreamFrame> source = TestPublisher.create();
            DrainableFrames frames = new DrainableFrames(source.flux());
            StepVerifier.create(frames, 1)
                    .then(() -> source.next(frame(1)))
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(PATIENCE);

            source.assertNotCancelled();
            source.assertMinRequested(Long.MAX_VALUE - 1);
            source.next(frame(1)).complete();
            assertThat(frames.lost()).isTrue();
            StepVerifier.create(frames.ended()).expectComplete().verify(PATIENCE);
        }

        @Test
        void passesTheContextOn() {
            Flux<StreamFrame> source = Flux.deferContextual(context -> Mono.just(frame(context.get("size"))));

            StepVerifier.create(new DrainableFrames(source).contextWrite(context -> context.put("size", 7)))
                    .expectNextMatches(frame -> frame.bytes().length == 7)
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void refusesASecondSubscriber() {
            DrainableFrames frames = new DrainableFrames(Flux.never());
            frames.subscribe().dispose();

            StepVerifier.create(frames).expectError(IllegalStateException.class).verify(PATIENCE);
        }

        @Test
        void endsBothSidesWhenADemandIsNotPositive() {
            TestPublisher<StreamFrame> source = TestPublisher.create();
            Requester requester = new Requester();
            new DrainableFrames(source.flux()).subscribe(requester);

            requester.subscription.request(0);

            assertThat(requester.error).isInstanceOf(IllegalArgumentException.class);
            source.assertCancelled();
        }
    }

    @Nested
    class WhileDraining {

        @Test
        void readsTheSourceToItsEndWithoutDemand() {
            AtomicBoolean read = new AtomicBoolean();
            DrainableFrames frames = new DrainableFrames(
                    Flux.range(1, 10).map(DrainableFramesTests::frame).doOnComplete(() -> read.set(true)));
            StepVerifier.create(frames, 0)
                    .then(frames::drain)
                    .then(() -> assertThat(read).isTrue())
                    .thenRequest(100)
                    .expectNextCount(10)
                    .expectComplete()
                    .verify(PATIENCE);
            assertThat(frames.lost()).isFalse();
        }

        @Test
        void keepsNoMoreThanTheBoundForASubscriberThatDoesNotRequest() {
            int size = 1024;
            DrainableFrames frames = new DrainableFrames(Flux.range(0, 4096).map(i -> frame(size)));
            StepVerifier.create(frames, 0)
                    .then(frames::drain)
                    .then(() -> assertThat(frames.lost()).isTrue())
                    .thenRequest(Long.MAX_VALUE)
                    .expectNextCount(DrainableFrames.KEPT_BYTES / size)
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void tellsTheEndOfTheSourceAlsoWithoutDemand() {
            TestPublisher<StreamFrame> source = TestPublisher.create();
            DrainableFrames frames = new DrainableFrames(source.flux());

            StepVerifier.create(frames.ended())
                    .then(() -> frames.subscribe(new Requester()))
                    .then(frames::drain)
                    .then(() -> source.next(frame(1)))
                    .expectNoEvent(Duration.ofMillis(10))
                    .then(source::complete)
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void losesNothingForASubscriberThatKeepsUp() {
            AtomicReference<DrainableFrames> itself = new AtomicReference<>();
            DrainableFrames frames = new DrainableFrames(Flux.range(0, 4096)
                    .map(i -> frame(1024))
                    .doOnSubscribe(subscription -> itself.get().drain()));
            itself.set(frames);

            StepVerifier.create(frames).expectNextCount(4096).expectComplete().verify(PATIENCE);
            assertThat(frames.lost()).isFalse();
        }

        @Test
        void readsAlsoWhenNobodyHasSubscribed() {
            DrainableFrames frames = new DrainableFrames(Flux.range(0, 4096).map(i -> frame(1024)));
            frames.drain();

            assertThat(frames.lost()).isTrue();
            StepVerifier.create(frames.ended()).expectComplete().verify(PATIENCE);
            StepVerifier.create(frames).expectError(IllegalStateException.class).verify(PATIENCE);
        }
    }

    @Nested
    class InARace {

        private static final int ROUNDS = 2000;

        @Test
        void ofDemandAndDrainNothingIsLostOrSignalledTwice() {
            for (int round = 0; round < ROUNDS; round++) {
                DrainableFrames frames = new DrainableFrames(Flux.range(0, 8).map(i -> frame(1)));
                Requester requester = new Requester();
                frames.subscribe(requester);

                RaceTestUtils.race(
                        () -> requester.subscription.request(3),
                        frames::drain,
                        () -> requester.subscription.request(5));

                assertThat(requester.received).isEqualTo(8);
                assertThat(requester.ends).isEqualTo(1);
                assertThat(requester.overlapped).isFalse();
            }
        }

        @Test
        void ofCancellationAndSignalsNothingComesAfterTheEnd() {
            for (int round = 0; round < ROUNDS; round++) {
                TestPublisher<StreamFrame> source = TestPublisher.create();
                DrainableFrames frames = new DrainableFrames(source.flux());
                Requester requester = new Requester();
                frames.subscribe(requester);
                requester.subscription.request(10);

                RaceTestUtils.race(
                        () -> requester.subscription.cancel(),
                        () -> {
                            source.next(frame(1));
                            source.complete();
                        },
                        frames::drain);

                assertThat(requester.ends).isLessThanOrEqualTo(1);
                assertThat(requester.overlapped).isFalse();
            }
        }

        @Test
        void ofSubscriptionAndDrainTheSourceIsReadOnce() {
            for (int round = 0; round < ROUNDS; round++) {
                AtomicInteger read = new AtomicInteger();
                DrainableFrames frames =
                        new DrainableFrames(Flux.range(0, 8).map(i -> frame(1)).doOnComplete(read::incrementAndGet));
                Requester requester = new Requester();

                RaceTestUtils.race(() -> frames.subscribe(requester), frames::drain);

                assertThat(read).hasValue(1);
            }
        }
    }

    /** Requests by hand, and notices signals that are not one after the other. */
    private static final class Requester extends BaseSubscriber<StreamFrame> {
        private final AtomicBoolean inside = new AtomicBoolean();
        private Subscription subscription;
        private volatile int received;
        private volatile int ends;
        private volatile boolean overlapped;
        private volatile Throwable error;

        @Override
        protected void hookOnSubscribe(Subscription value) {
            subscription = value;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one signal at a time, which this checks
        protected void hookOnNext(StreamFrame frame) {
            overlapped |= !inside.compareAndSet(false, true) || ends > 0;
            received++;
            inside.set(false);
        }

        @Override
        protected void hookOnError(Throwable cause) {
            error = cause;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate")
        protected void hookFinally(SignalType type) {
            if (type != SignalType.CANCEL) {
                ends++;
            }
        }
    }
}
