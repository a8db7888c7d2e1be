package dev.enclave.docker.internal.stream;

import static dev.enclave.docker.internal.stream.EngineBytes.UPGRADED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.ScriptedClient;
import dev.enclave.testing.ScriptedConnection;
import dev.enclave.testing.ScriptedEngine;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.scheduler.Schedulers;
import reactor.test.util.RaceTestUtils;

/** Signals stay in order, one at a time and within the demand when several threads pull at a stream (C15). */
@Tag("C15")
class StreamSignalsTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final int FRAMES = 20_000;
    private static final byte[] FRAME = EngineBytes.frame(1, "four");

    @RegisterExtension
    final ScriptedClient scripted = new ScriptedClient();

    private Checked subscribe(ScriptedEngine.Script script) {
        scripted.start(script);
        Checked subscriber = new Checked();
        scripted.client()
                .containers()
                .attach("c", AttachOptions.OUTPUT)
                .block(SHORT)
                .output()
                .subscribe(subscriber);
        return subscriber;
    }

    @Test
    void areSerialisedAndWithinTheDemandOfManyThreads() {
        Checked subscriber = subscribe(connection -> {
            connection.readRequest();
            connection.send(UPGRADED);
            for (int i = 0; i < FRAMES; i++) {
                connection.send(FRAME);
            }
        });

        Runnable[] requesters = new Runnable[4];
        Arrays.setAll(requesters, thread -> () -> {
            for (int i = 0; i < FRAMES / requesters.length; i++) {
                subscriber.requestOne();
            }
        });
        RaceTestUtils.race(Schedulers.boundedElastic(), requesters);

        Eventually.holds("the stream has ended", () -> subscriber.ends.get() == 1);
        assertThat(subscriber.bytes).hasValue(FRAMES * 4L);
        subscriber.assertRules();
    }

    @RepeatedTest(50)
    void endOnceWhenCancellationMeetsTheEnd() {
        CountDownLatch end = new CountDownLatch(1);
        Checked subscriber = subscribe(connection -> {
            connection.readRequest();
            connection.send(UPGRADED);
            connection.send(FRAME);
            connection.await(end);
        });
        subscriber.subscription.request(Long.MAX_VALUE);

        RaceTestUtils.race(end::countDown, subscriber.subscription::cancel);

        Eventually.holds(
                "the connection has closed",
                () -> scripted.engine().connections().stream().allMatch(ScriptedConnection::hasEnded));
        subscriber.assertRules();
    }

    /** Sees every signal that is really sent, and checks the rules. */
    private static final class Checked implements CoreSubscriber<StreamFrame> {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger overlaps = new AtomicInteger();
        private final AtomicInteger ends = new AtomicInteger();
        private final AtomicInteger late = new AtomicInteger();
        private final AtomicLong requested = new AtomicLong();
        private final AtomicLong received = new AtomicLong();
        private final AtomicLong beyondDemand = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();
        private volatile Subscription subscription;

        void requestOne() {
            requested.incrementAndGet();
            subscription.request(1);
        }

        @Override
        public void onSubscribe(Subscription upstream) {
            subscription = upstream;
        }

        @Override
        public void onNext(StreamFrame frame) {
            enter();
            late.addAndGet(ends.get());
            bytes.addAndGet(frame.bytes().length);
            if (requested.get() > 0 && received.incrementAndGet() > requested.get()) {
                beyondDemand.incrementAndGet();
            }
            inside.decrementAndGet();
        }

        @Override
        public void onError(Throwable error) {
            enter();
            ends.incrementAndGet();
            inside.decrementAndGet();
        }

        @Override
        public void onComplete() {
            enter();
            ends.incrementAndGet();
            inside.decrementAndGet();
        }

        private void enter() {
            if (inside.getAndIncrement() != 0) {
                overlaps.incrementAndGet();
            }
        }

        void assertRules() {
            assertThat(overlaps).as("signals at the same time").hasValue(0);
            assertThat(late).as("signals after the end").hasValue(0);
            assertThat(ends.get()).as("ends").isLessThanOrEqualTo(1);
            assertThat(beyondDemand).as("frames beyond the demand").hasValue(0);
        }
    }
}
