package dev.enclave.engine.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.util.RaceTestUtils;

/** A scripted container engine carries out one thing after the other, when it is told to. */
@DisplayName("Launches and removals, a bounded number at a time (C1, C2)")
class EngineCallsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int RACES = 500;

    private final List<String> begun = new ArrayList<>();
    private final Map<String, Sinks.Empty<Void>> ends = new ConcurrentHashMap<>();
    private final Sinks.Empty<Void> closing = Sinks.empty();

    private EngineCalls atOnce(int number) {
        return new EngineCalls(container -> work("remove " + container), number, closing.asMono());
    }

    private Mono<Void> work(String name) {
        return Mono.defer(() -> {
            begun.add(name);
            return ends.computeIfAbsent(name, key -> Sinks.empty()).asMono();
        });
    }

    private Mono<Void> launch(EngineCalls calls, String name) {
        return calls.launch(leave -> work(name).doFinally(signal -> leave.run()));
    }

    private void end(String name) {
        ends.get(name).tryEmitEmpty();
    }

    @Test
    @Tag("C1")
    void beginsNothingBeforeASubscription() {
        EngineCalls calls = atOnce(1);

        assertThat(List.of(launch(calls, "one"), calls.remove("two"))).hasSize(2);
        launch(calls, "three").subscribe();

        assertThat(begun).containsExactly("three");
    }

    @Test
    void launchesInTheOrderOfArrival() {
        EngineCalls calls = atOnce(2);
        Flux.range(1, 5)
                .flatMap(number -> launch(calls, "launch " + number), 5)
                .as(StepVerifier::create)
                .then(() -> assertThat(begun).containsExactly("launch 1", "launch 2"))
                .then(() -> end("launch 2"))
                .then(() -> assertThat(begun).containsExactly("launch 1", "launch 2", "launch 3"))
                .then(() -> end("launch 1"))
                .then(() -> end("launch 3"))
                .then(() -> end("launch 4"))
                .then(() -> end("launch 5"))
                .expectComplete()
                .verify(PATIENCE);

        assertThat(begun).containsExactly("launch 1", "launch 2", "launch 3", "launch 4", "launch 5");
    }

    @Test
    @Tag("C2")
    void removesBeforeItLaunchesWhatWaits() {
        EngineCalls calls = atOnce(1);
        launch(calls, "launch 1").subscribe();
        launch(calls, "launch 2").subscribe();
        calls.remove("a").subscribe();
        calls.remove("b").subscribe();

        end("launch 1");
        end("remove a");
        end("remove b");

        assertThat(begun).containsExactly("launch 1", "remove a", "remove b", "launch 2");
    }

    @Test
    @Tag("C1")
    void launchesNothingForWhoCancelsWhileWaiting() {
        EngineCalls calls = atOnce(1);
        launch(calls, "launch 1").subscribe();

        launch(calls, "impatient").as(StepVerifier::create).thenCancel().verify(PATIENCE);
        launch(calls, "launch 3").subscribe();
        end("launch 1");

        assertThat(begun).containsExactly("launch 1", "launch 3");
    }

    @Test
    @Tag("C1")
    void leavesThePlaceToALaunchWhoseSubscriberCancels() {
        EngineCalls calls = atOnce(1);
        List<Runnable> leaves = new ArrayList<>();
        Disposable cancelled = calls.launch(leave -> {
                    leaves.add(leave);
                    return Mono.never();
                })
                .subscribe();
        launch(calls, "launch 2").subscribe();

        cancelled.dispose();
        assertThat(begun).as("begun while the first launch runs to its end").isEmpty();

        leaves.get(0).run();
        assertThat(begun).containsExactly("launch 2");
    }

    @Test
    @Tag("C2")
    void leavesThePlaceWhenARemovalFailsOrIsCancelled() {
        EngineCalls calls = atOnce(1);
        ends.computeIfAbsent("remove a", key -> Sinks.empty()).tryEmitError(new IllegalStateException("no"));

        calls.remove("a").as(StepVerifier::create).expectErrorMessage("no").verify(PATIENCE);
        calls.remove("b").subscribe().dispose();
        launch(calls, "launch").subscribe();

        assertThat(begun).containsExactly("remove a", "remove b", "launch");
    }

    @Test
    @Tag("C2")
    void tellsWhoWaitsForALaunchAtOnceWhenTheEngineIsClosedAndStillRemoves() {
        EngineCalls calls = atOnce(1);
        launch(calls, "launch 1").subscribe();
        Mono<Void> refused = calls.launch(leave -> Mono.error(new IllegalStateException("closed")));

        refused.as(StepVerifier::create)
                .then(closing::tryEmitEmpty)
                .expectErrorMessage("closed")
                .verify(PATIENCE);

        calls.remove("a").subscribe();
        end("launch 1");
        assertThat(begun).containsExactly("launch 1", "remove a");
    }

    @Test
    @Tag("C1")
    void losesNoPlaceWhenACancellationRacesWithAnAdmission() {
        for (int round = 0; round < RACES; round++) {
            EngineCalls calls = atOnce(1);
            List<Runnable> leaves = new ArrayList<>();
            calls.launch(leave -> {
                        leaves.add(leave);
                        return Mono.never();
                    })
                    .subscribe();
            AtomicInteger running = new AtomicInteger();
            Disposable waiting = calls.launch(leave ->
                            Mono.<Void>fromRunnable(running::incrementAndGet).doFinally(signal -> leave.run()))
                    .subscribe();

            RaceTestUtils.race(waiting::dispose, leaves.get(0));

            assertThat(running.get()).isLessThanOrEqualTo(1);
            calls.launch(leave -> Mono.just(true))
                    .as(StepVerifier::create)
                    .expectNext(true)
                    .expectComplete()
                    .verify(PATIENCE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void hasNeverMoreUnderWayThanAllowed(int most) {
        EngineCalls calls = atOnce(most);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger peak = new AtomicInteger();
        Mono<Long> launch = calls.launch(leave -> Mono.delay(Duration.ofMillis(1))
                .doOnSubscribe(subscription -> peak.accumulateAndGet(now.incrementAndGet(), Math::max))
                .doOnTerminate(now::decrementAndGet)
                .doFinally(signal -> leave.run()));

        Flux.range(0, 50)
                .flatMap(index -> launch, 50)
                .as(StepVerifier::create)
                .expectNextCount(50)
                .expectComplete()
                .verify(PATIENCE);

        assertThat(peak).hasValue(most);
    }

    @Test
    void allowsAFewByDefault() {
        assertThat(EngineCalls.defaultAtOnce()).isBetween(4, 12);
    }
}
