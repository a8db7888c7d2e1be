package dev.enclave.docker.internal.stream;

import static dev.enclave.docker.internal.stream.EngineBytes.UPGRADED;
import static dev.enclave.docker.internal.stream.EngineBytes.concat;
import static dev.enclave.docker.internal.stream.EngineBytes.frames;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.Output;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.RandomCases;
import dev.enclave.testing.ScriptedClient;
import dev.enclave.testing.ScriptedConnection;
import dev.enclave.testing.ScriptedEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

/** Streams over real sockets, of both kinds, with an other side that does what a real engine cannot be made to do. */
@OnEverySocket
class StreamConnectionsTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final byte[] OUTPUT = new byte[150_000];

    static {
        new Random(1).nextBytes(OUTPUT);
    }

    @Parameter
    SocketKind kind;

    @RegisterExtension
    final ScriptedClient scripted = new ScriptedClient();

    private void start(ScriptedEngine.Script script) {
        scripted.start(script, options -> options.withSocketKind(kind));
    }

    private DuplexStream attach() {
        return scripted.client().containers().attach("c", AttachOptions.ALL).block(SHORT);
    }

    @Nested
    class Outputs {

        @Test
        void isWholeHoweverTheOtherSideCutsIt() {
            start(connection -> {
                connection.readRequest();
                byte[] all = concat(UPGRADED.getBytes(StandardCharsets.US_ASCII), frames(OUTPUT));
                Random random = RandomCases.random(0);
                for (int at = 0; at < all.length; ) {
                    int end = Math.min(all.length, at + 1 + random.nextInt(random.nextInt(4) == 0 ? 20_000 : 100));
                    connection.send(Arrays.copyOfRange(all, at, end));
                    at = end;
                }
            });

            assertThat(Output.of(attach().output()).block(SHORT).stdout())
                    .as(RandomCases.which(0))
                    .isEqualTo(OUTPUT);
        }

        @Test
        @Tag("C8")
        void thatEndsInsideAFrameIsAnErrorAfterWhatArrived() {
            start(connection -> {
                connection.readRequest();
                connection.send(UPGRADED);
                connection.send(Arrays.copyOf(frames("whole".getBytes(StandardCharsets.US_ASCII)), 11));
            });

            attach().output()
                    .as(StepVerifier::create)
                    .assertNext(frame -> assertThat(frame.text()).isEqualTo("who"))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(DockerProtocolException.class)
                            .hasMessageContaining("inside a frame"))
                    .verify(SHORT);
        }

        @Test
        @Tag("C8")
        void isNotCutShortWhenTheInputBreaks() {
            start(connection -> {
                connection.readRequest();
                connection.send(UPGRADED);
                connection.send(frames(OUTPUT));
            });
            DuplexStream stream = attach();
            Eventually.holds(
                    "the other side has gone",
                    () -> scripted.engine().connections().get(0).hasEnded());

            Flux.range(0, 100)
                    .map(i -> new byte[100_000])
                    .as(stream::write)
                    .as(StepVerifier::create)
                    .expectError(ConnectionLostException.class)
                    .verify(SHORT);

            assertThat(Output.of(stream.output()).block(SHORT).stdout()).isEqualTo(OUTPUT);
        }

        @Test
        @Tag("C5")
        void thatIsNotReadStopsTheWriter() {
            AtomicLong written = new AtomicLong();
            start(connection -> {
                connection.readRequest();
                connection.send(UPGRADED);
                byte[] frame = frames(new byte[8_000]);
                while (true) {
                    connection.send(frame);
                    written.addAndGet(frame.length);
                }
            });
            DuplexStream stream = attach();
            AtomicLong received = new AtomicLong();
            CountDownLatch hundred = new CountDownLatch(100);
            Disposable subscription = stream.output()
                    .doOnNext(frame -> received.addAndGet(frame.bytes().length))
                    .limitRate(1)
                    .delayElements(Duration.ofMillis(1))
                    .doOnNext(frame -> hundred.countDown())
                    .concatMap(frame -> hundred.getCount() > 0 ? Mono.just(frame) : Mono.never(), 0)
                    .subscribe();
            awaitLatch(hundred);

            awaitStanding(written);

            // What lies between: the buffers of the two sockets and one read.
            assertThat(written.get() - received.get()).isLessThan(2_000_000);
            subscription.dispose();
        }

        @Test
        void canBeSubscribedOnce() {
            start(connection -> {
                connection.readRequest();
                connection.send(UPGRADED);
            });
            Flux<StreamFrame> output = attach().output();
            output.blockLast(SHORT);

            output.as(StepVerifier::create)
                    .expectError(IllegalStateException.class)
                    .verify(SHORT);
        }
    }

    @Nested
    class Inputs {

        @Test
        void arrivesWholeAndEndsWhileTheOutputGoesOn() {
            start(connection -> {
                connection.readRequest();
                connection.send(UPGRADED);
                byte[] input = connection.readExactly(OUTPUT.length);
                connection.awaitEnd();
                connection.send(frames(input));
            });
            DuplexStream stream = attach();

            Mono<Output> echoed = Output.of(stream.output());
            Mono<Void> input = stream.write(Mono.just(OUTPUT)).then(stream.endInput());

            assertThat(Mono.zip(echoed, input.thenReturn(true))
                            .block(SHORT)
                            .getT1()
                            .stdout())
                    .isEqualTo(OUTPUT);
        }

        @Test
        @Tag("C5")
        void isRequestedOnlyAsTheOtherSideTakesIt() {
            CountDownLatch read = new CountDownLatch(1);
            start(connection -> {
                connection.readRequest();
                connection.send(UPGRADED);
                connection.await(read);
                connection.awaitEnd();
            });
            DuplexStream stream = attach();
            AtomicLong taken = new AtomicLong();
            Mono<Void> write = stream.write(
                    Flux.range(0, 500).map(i -> new byte[50_000]).doOnNext(chunk -> taken.incrementAndGet()));
            Mono<Void> writing = write.then(stream.endInput()).cache();
            writing.subscribe();

            awaitStanding(taken);
            assertThat(taken.get()).isLessThan(100);

            read.countDown();
            writing.block(SHORT);
            assertThat(taken).hasValue(500);
            stream.dispose();
        }

        @Test
        @Tag("C15")
        void seesTheContextOfItsSubscriber() {
            start(connection -> {
                connection.readRequest();
                connection.send(UPGRADED);
                connection.send(frames(connection.readExactly(3)));
            });
            DuplexStream stream = attach();
            Flux<byte[]> fromContext = Flux.deferContextual(context -> Flux.just(context.<byte[]>get("input")));

            stream.write(fromContext)
                    .contextWrite(Context.of("input", new byte[] {1, 2, 3}))
                    .block(SHORT);

            assertThat(Output.of(stream.output()).block(SHORT).stdout()).containsExactly(1, 2, 3);
        }

        @Test
        void canBeEndedAfterTheConnectionHasGone() {
            start(connection -> {
                connection.readRequest();
                connection.send(UPGRADED);
            });
            DuplexStream stream = attach();
            stream.output().blockLast(SHORT);

            stream.endInput().as(StepVerifier::create).expectComplete().verify(SHORT);
            stream.close().as(StepVerifier::create).expectComplete().verify(SHORT);
            assertThat(stream.isDisposed()).isTrue();
        }
    }

    @Nested
    class Closing {

        @Test
        @Tag("C1")
        void followsTheCancellationOfASilentStream() {
            start(StreamConnectionsTests::staySilent);
            Disposable subscription = attach().output().subscribe();

            subscription.dispose();

            awaitAllClosed(1);
        }

        @Test
        @Tag("C1")
        void followsTheCancellationOfAnOpening() {
            start(connection -> {
                connection.readRequest();
                connection.awaitEnd();
            });

            scripted.client()
                    .containers()
                    .attach("c", AttachOptions.ALL)
                    .as(StepVerifier::create)
                    .then(() -> Eventually.holds(
                            "asked", () -> scripted.engine().requests().size() == 1))
                    .thenCancel()
                    .verify(SHORT);

            awaitAllClosed(1);
        }

        @Test
        @Tag("C8")
        void onThisSideIsNoOrderlyEndOfTheOutput() {
            start(StreamConnectionsTests::staySilent);
            DuplexStream stream = attach();

            stream.output()
                    .as(StepVerifier::create)
                    .then(stream::dispose)
                    .expectError(ConnectionLostException.class)
                    .verify(SHORT);
        }

        @Test
        @Tag("C1")
        @Tag("C15")
        void followsCancellationAtAnyMoment() {
            start(connection -> {
                connection.readRequest();
                connection.send(UPGRADED);
                byte[] frame = frames(new byte[100]);
                while (true) {
                    connection.send(frame);
                }
            });
            Random random = new Random();

            Flux.range(0, 200).flatMap(i -> attachFor(random.nextInt(4_000)), 8).blockLast(Duration.ofSeconds(60));

            Eventually.holds(
                    "every connection closed",
                    () -> scripted.engine().connections().stream().allMatch(ScriptedConnection::hasEnded));
        }

        private Mono<StreamFrame> attachFor(int micros) {
            return scripted.client()
                    .containers()
                    .attach("c", AttachOptions.ALL)
                    .flatMapMany(DuplexStream::output)
                    .takeUntilOther(Mono.delay(Duration.ofNanos(micros * 1_000L)))
                    .then(Mono.empty());
        }
    }

    private static void staySilent(ScriptedConnection connection) throws IOException {
        connection.readRequest();
        connection.send(UPGRADED);
        connection.awaitEnd();
    }

    private void awaitAllClosed(int count) {
        Eventually.holds(
                "all connections closed",
                () -> scripted.engine().connections().stream()
                                .filter(ScriptedConnection::hasEnded)
                                .count()
                        == count);
    }

    /** Waits until a counter has not moved for a while. */
    private static void awaitStanding(AtomicLong counter) {
        long[] seen = {-1, 0};
        Eventually.holds("counter stands still", () -> {
            long now = counter.get();
            seen[1] = now == seen[0] ? seen[1] + 1 : 0;
            seen[0] = now;
            return seen[1] >= 10;
        });
    }

    private static void awaitLatch(CountDownLatch latch) {
        Eventually.holds("latch is open", () -> latch.getCount() == 0);
    }
}
