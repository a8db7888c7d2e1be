package dev.enclave.docker.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.stream.StreamFrame;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;
import reactor.test.StepVerifier;

/** The rules of Reactive Streams (C15) and demand that reaches the socket (C5), on one thread; {@link StreamSignalsTests} has several. */
@Tag("C5")
@Tag("C15")
class InboundFramesTests {

    private static final Duration SHORT = Duration.ofSeconds(5);

    private final ReadCounter reads = new ReadCounter();
    private final EmbeddedChannel channel = open(true, reads);
    private final Flux<StreamFrame> frames = frames(channel);

    private static EmbeddedChannel open(boolean readOnly, ReadCounter reads) {
        EmbeddedChannel opened = new EmbeddedChannel();
        opened.config().setAutoRead(false);
        opened.pipeline().addLast(reads, new InboundFrames("GET /logs", readOnly, opened));
        return opened;
    }

    private static Flux<StreamFrame> frames(EmbeddedChannel channel) {
        return channel.pipeline().get(InboundFrames.class).flux();
    }

    @Nested
    class Demand {

        @Test
        void readsNothingBeforeItIsAsked() {
            frames.subscribe(new FrameRecorder(0));

            assertThat(reads.count).isZero();
        }

        @Test
        void readsOnceForEachRequestThatFindsNothing() {
            FrameRecorder recorder = new FrameRecorder(0);
            frames.subscribe(recorder);

            recorder.request(1);
            assertThat(reads.count).isEqualTo(1);

            receive("a");
            assertThat(recorder.texts).containsExactly("a");
            assertThat(reads.count).isEqualTo(1);

            recorder.request(1);
            assertThat(reads.count).isEqualTo(2);
        }

        @Test
        void keepsWhatOneReadBroughtAndReadsOnOnlyWhenThatIsGone() {
            FrameRecorder recorder = new FrameRecorder(1);
            frames.subscribe(recorder);
            int before = reads.count;

            receive("a", "b", "c");
            assertThat(recorder.texts).containsExactly("a");

            recorder.request(1);
            assertThat(recorder.texts).containsExactly("a", "b");
            recorder.request(1);
            assertThat(recorder.texts).containsExactly("a", "b", "c");
            assertThat(reads.count).isEqualTo(before);

            recorder.request(1);
            assertThat(reads.count).isEqualTo(before + 1);
        }

        @Test
        void readsOnWhenAReadBroughtNoWholeFrame() {
            frames.subscribe(new FrameRecorder(1));
            int before = reads.count;

            channel.pipeline().fireChannelReadComplete();

            assertThat(reads.count).isEqualTo(before + 1);
        }

        @Test
        void isAddedUpAndMayBeUnbounded() {
            FrameRecorder recorder = new FrameRecorder(Long.MAX_VALUE - 1);
            frames.subscribe(recorder);
            recorder.request(Long.MAX_VALUE);

            receive("a", "b");
            receive("c");

            assertThat(recorder.texts).containsExactly("a", "b", "c");
        }

        @Test
        void mayComeFromInsideOnNextWithoutRecursion() {
            List<String> seen = new ArrayList<>();
            int[] depth = {0, 0};
            frames.subscribe(new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    request(1);
                }

                @Override
                protected void hookOnNext(StreamFrame frame) {
                    depth[0]++;
                    depth[1] = Math.max(depth[0], depth[1]);
                    seen.add(frame.text());
                    request(1);
                    depth[0]--;
                }
            });

            receive(Collections.nCopies(10_000, "x").toArray(String[]::new));

            assertThat(seen).hasSize(10_000);
            assertThat(depth[1]).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1, Long.MIN_VALUE})
        void thatIsNotPositiveIsAnErrorAndClosesTheConnection(long n) {
            FrameSignals subscriber = new FrameSignals();
            frames.subscribe(subscriber);
            subscriber.subscription.request(1);

            subscriber.subscription.request(n);
            receive("late");

            assertThat(subscriber.signals).hasSize(1).first().asString().contains("IllegalArgumentException", "3.9");
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Nested
    class End {

        @Test
        void comesAfterWhatIsQueuedHasBeenTaken() {
            FrameRecorder recorder = new FrameRecorder(0);
            frames.subscribe(recorder);
            receive("a", "b");
            channel.pipeline().fireUserEventTriggered(EndOfStream.INSTANCE);

            recorder.request(1);
            assertThat(recorder.end).isNull();
            recorder.request(1);

            assertThat(recorder.texts).containsExactly("a", "b");
            assertThat(recorder.end).isEqualTo(SignalType.ON_COMPLETE);
        }

        @Test
        void needsNoDemand() {
            FrameRecorder recorder = new FrameRecorder(0);
            frames.subscribe(recorder);

            channel.pipeline().fireUserEventTriggered(EndOfStream.INSTANCE);

            assertThat(recorder.end).isEqualTo(SignalType.ON_COMPLETE);
        }

        @Test
        void isSignalledOnceAndNothingAfterIt() throws Exception {
            FrameSignals subscriber = new FrameSignals();
            frames.subscribe(subscriber);
            subscriber.subscription.request(10);

            InboundFrames handler = channel.pipeline().get(InboundFrames.class);
            ChannelHandlerContext ctx = channel.pipeline().context(handler);

            channel.pipeline().fireUserEventTriggered(EndOfStream.INSTANCE);
            handler.userEventTriggered(ctx, EndOfStream.INSTANCE);
            handler.channelRead(ctx, frame("late"));
            handler.exceptionCaught(ctx, new IOException("late"));
            handler.channelInactive(ctx);
            subscriber.subscription.request(1);

            assertThat(subscriber.signals).containsExactly("complete");
        }

        @Test
        void isSeenByASubscriberThatComesAfterIt() {
            channel.pipeline().fireUserEventTriggered(EndOfStream.INSTANCE);

            frames.as(StepVerifier::create).expectComplete().verify(SHORT);
        }

        @Test
        void closesTheConnection() {
            frames.subscribe(new FrameRecorder(1));

            channel.pipeline().fireUserEventTriggered(EndOfStream.INSTANCE);

            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Nested
    @Tag("C8")
    class Failure {

        @Test
        void ofAConnectionThatClosesWithoutAnEndIsALostConnection() {
            FrameSignals subscriber = new FrameSignals();
            frames.subscribe(subscriber);

            channel.close();

            assertThat(subscriber.error)
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("GET /logs");
            assertThat(((ConnectionLostException) subscriber.error).mayHaveBeenCarriedOut())
                    .isFalse();
        }

        @Test
        void ofWhatChangesSomethingSaysThatItMayHaveBeenDone() {
            EmbeddedChannel changing = open(false, new ReadCounter());
            FrameSignals subscriber = new FrameSignals();
            frames(changing).subscribe(subscriber);

            changing.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));

            assertThat(((ConnectionLostException) subscriber.error).mayHaveBeenCarriedOut())
                    .isTrue();
            assertThat(subscriber.error).hasMessageContaining("Connection reset by peer");
        }

        @Test
        void ofTheFramingIsAProtocolError() {
            FrameSignals subscriber = new FrameSignals();
            frames.subscribe(subscriber);

            channel.pipeline().fireExceptionCaught(new DecoderException(new BrokenStreamException("unknown type 9")));

            assertThat(subscriber.error)
                    .isInstanceOf(DockerProtocolException.class)
                    .hasMessageContaining("unknown type 9");
            assertThat(channel.isOpen()).isFalse();
        }

        @Test
        void thatIsTypedAlreadyStaysAsItIs() {
            FrameSignals subscriber = new FrameSignals();
            frames.subscribe(subscriber);
            NotFoundException typed = new NotFoundException("GET /logs", 404, "gone");

            channel.pipeline().fireExceptionCaught(typed);

            assertThat(subscriber.error).isSameAs(typed);
        }

        @Test
        void comesAfterTheFramesThatArrivedBeforeIt() {
            FrameRecorder recorder = new FrameRecorder(0);
            frames.subscribe(recorder);
            receive("a");
            channel.pipeline().fireExceptionCaught(new IOException("reset"));
            assertThat(recorder.end).isNull();

            recorder.request(1);

            assertThat(recorder.texts).containsExactly("a");
            assertThat(recorder.end).isEqualTo(SignalType.ON_ERROR);
        }

        @Test
        void inTheSubscriberIsSignalledToItAndClosesTheConnection() {
            FrameRecorder recorder = new FrameRecorder(5) {
                @Override
                protected void hookOnNext(StreamFrame frame) {
                    throw new IllegalStateException("subscriber broke");
                }
            };
            frames.subscribe(recorder);

            receive("a");

            assertThat(recorder.end).isEqualTo(SignalType.ON_ERROR);
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Nested
    class Cancellation {

        @Test
        @Tag("C1")
        void closesTheConnectionAndSilencesIt() {
            FrameSignals subscriber = new FrameSignals();
            frames.subscribe(subscriber);
            subscriber.subscription.request(5);

            subscriber.subscription.cancel();
            receive("late");
            channel.pipeline().fireExceptionCaught(new IOException("late"));
            subscriber.subscription.request(1);
            subscriber.subscription.request(-1);

            assertThat(subscriber.signals).isEmpty();
            assertThat(channel.isOpen()).isFalse();
        }

        @Test
        void insideOnNextStopsTheFramesOfTheSameRead() {
            FrameRecorder recorder = new FrameRecorder(10) {
                @Override
                protected void hookOnNext(StreamFrame frame) {
                    super.hookOnNext(frame);
                    cancel();
                }
            };
            frames.subscribe(recorder);

            receive("a", "b", "c");

            assertThat(recorder.texts).containsExactly("a");
        }

        @Test
        void insideOnSubscribeIsHonoured() {
            FrameSignals subscriber = new FrameSignals() {
                @Override
                public void onSubscribe(Subscription subscription) {
                    subscription.cancel();
                }
            };
            frames.subscribe(subscriber);

            assertThat(channel.isOpen()).isFalse();
            assertThat(subscriber.signals).isEmpty();
        }

        @Test
        void canBeRepeated() {
            FrameSignals subscriber = new FrameSignals();
            frames.subscribe(subscriber);

            subscriber.subscription.cancel();
            subscriber.subscription.cancel();

            assertThat(subscriber.signals).isEmpty();
        }
    }

    @Test
    void refusesASecondSubscriberAndServesTheFirst() {
        FrameRecorder first = new FrameRecorder(1);
        frames.subscribe(first);

        frames.as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("once"))
                .verify(SHORT);

        receive("a");
        assertThat(first.texts).containsExactly("a");
    }

    private void receive(String... texts) {
        for (String text : texts) {
            channel.pipeline().fireChannelRead(frame(text));
        }
        channel.pipeline().fireChannelReadComplete();
        channel.runPendingTasks();
    }

    private static StreamFrame frame(String text) {
        return new StreamFrame(StreamFrame.Source.STDOUT, text.getBytes(StandardCharsets.UTF_8));
    }
}
