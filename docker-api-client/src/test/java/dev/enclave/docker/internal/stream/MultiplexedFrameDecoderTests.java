package dev.enclave.docker.internal.stream;

import static dev.enclave.docker.internal.stream.EngineBytes.concat;
import static dev.enclave.docker.internal.stream.EngineBytes.frame;
import static dev.enclave.docker.internal.stream.EngineBytes.frameHeader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.testing.RandomCases;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultiplexedFrameDecoderTests {

    /** Standard output and error in turns, with an empty frame, a one-byte frame, and bytes that look like headers. */
    private static final byte[] RECORDED = concat(
            frame(1, "hello\n"),
            frame(2, "warning: \u00fc\n"),
            frame(1, ""),
            frame(0, "echo"),
            frame(2, new byte[] {1, 0, 0, 0, 0, 0, 0, 2}),
            frame(1, "x"),
            frame(1, "the end"));

    private static final String STDOUT = "hello\nechoxthe end";
    private static final String STDERR = "warning: \u00fc\n\1\0\0\0\0\0\0\2";

    @Nested
    class WhateverTheCuts {

        @Test
        void keepsBothStreamsWhenCutAtAnyOneByte() {
            for (int cut = 0; cut <= RECORDED.length; cut++) {
                assertRecorded(decode(slice(RECORDED, 0, cut), slice(RECORDED, cut, RECORDED.length)));
            }
        }

        @Test
        void keepsBothStreamsWhenCutAtAnyTwoBytes() {
            for (int first = 0; first <= RECORDED.length; first++) {
                for (int second = first; second <= RECORDED.length; second++) {
                    assertRecorded(decode(
                            slice(RECORDED, 0, first),
                            slice(RECORDED, first, second),
                            slice(RECORDED, second, RECORDED.length)));
                }
            }
        }

        @Test
        void keepsBothStreamsWhenEveryByteComesAlone() {
            List<byte[]> single = new ArrayList<>();
            for (byte b : RECORDED) {
                single.add(new byte[] {b});
            }
            assertRecorded(decode(single.toArray(byte[][]::new)));
        }

        @Test
        void keepsRandomStreamsAtRandomCuts() {
            RandomCases.check(300, random -> {
                Map<StreamFrame.Source, ByteArrayOutputStream> expected = new EnumMap<>(StreamFrame.Source.class);
                byte[] stream = randomStream(random, expected);

                Map<StreamFrame.Source, byte[]> actual = bySource(decode(randomCuts(random, stream)));

                expected.forEach((source, bytes) -> assertThat(actual.getOrDefault(source, new byte[0]))
                        .as("%s", source)
                        .isEqualTo(bytes.toByteArray()));
            });
        }

        private static byte[] randomStream(Random random, Map<StreamFrame.Source, ByteArrayOutputStream> expected) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            int frames = random.nextInt(12);
            for (int i = 0; i < frames; i++) {
                byte[] payload = new byte[random.nextInt(5) == 0 ? random.nextInt(20_000) : random.nextInt(20)];
                random.nextBytes(payload);
                int type = random.nextInt(3);
                stream.writeBytes(frame(type, payload));
                expected.computeIfAbsent(
                                type == 2 ? StreamFrame.Source.STDERR : StreamFrame.Source.STDOUT,
                                source -> new ByteArrayOutputStream())
                        .writeBytes(payload);
            }
            return stream.toByteArray();
        }

        private static byte[][] randomCuts(Random random, byte[] stream) {
            List<byte[]> pieces = new ArrayList<>();
            for (int at = 0; at < stream.length; ) {
                int end = Math.min(stream.length, at + 1 + random.nextInt(random.nextBoolean() ? 10 : 9_000));
                pieces.add(slice(stream, at, end));
                at = end;
            }
            return pieces.toArray(byte[][]::new);
        }
    }

    @Nested
    class PassesPayloadOn {

        @Test
        void asItArrivesWithoutWaitingForTheFramesEnd() {
            EmbeddedChannel channel = new EmbeddedChannel(new MultiplexedFrameDecoder());

            channel.writeInbound(Unpooled.wrappedBuffer(frameHeader(1, 1_000)), Unpooled.wrappedBuffer(new byte[] {7}));

            assertThat(channel.<StreamFrame>readInbound().bytes()).containsExactly(7);
            channel.finishAndReleaseAll();
        }

        @Test
        @Tag("C5")
        void andHoldsNothingOfAFrameThatClaimsFourGigabytes() {
            EmbeddedChannel channel = new EmbeddedChannel(new MultiplexedFrameDecoder());
            channel.writeInbound(Unpooled.wrappedBuffer(frameHeader(1, 0xffff_ffffL)));

            long received = 0;
            for (int i = 0; i < 1_000; i++) {
                channel.writeInbound(Unpooled.wrappedBuffer(new byte[4_096]));
                received += channel.<StreamFrame>readInbound().bytes().length;
                assertThat(channel.<StreamFrame>readInbound()).isNull();
            }

            assertThat(received).isEqualTo(4_096_000L);
            channel.finishAndReleaseAll();
        }
    }

    @Nested
    class Refuses {

        @ParameterizedTest
        @ValueSource(ints = {4, 5, 99, 255})
        void anUnknownType(int type) {
            assertBroken(frame(type, "x"), "unknown frame type " + type);
        }

        @Test
        void textThatIsNotFramed() {
            assertBroken("plain text from a proxy".getBytes(StandardCharsets.US_ASCII), "not a frame header");
        }

        @Test
        @Tag("C8")
        void anErrorOfTheEngineWithItsWords() {
            assertBroken(frame(3, "no space left on device"), "the engine reported: no space left on device");
        }

        @Test
        void anErrorOfTheEngineWithoutWords() {
            assertBroken(frame(3, ""), "the engine reported: ");
        }

        @Test
        void anErrorOfTheEngineThatClaimsMoreThanItSends() {
            EmbeddedChannel channel = new EmbeddedChannel(new MultiplexedFrameDecoder());
            channel.writeInbound(Unpooled.wrappedBuffer(frameHeader(3, 0xffff_ffffL)));

            assertThatThrownBy(() -> channel.writeInbound(Unpooled.wrappedBuffer(new byte[70_000])))
                    .isInstanceOf(DecoderException.class)
                    .hasMessageContaining("the engine reported");
            release(channel);
        }

        private static void assertBroken(byte[] stream, String message) {
            EmbeddedChannel channel = new EmbeddedChannel(new MultiplexedFrameDecoder());
            assertThatThrownBy(() -> channel.writeInbound(Unpooled.wrappedBuffer(stream)))
                    .isInstanceOf(DecoderException.class)
                    .cause()
                    .isInstanceOf(BrokenStreamException.class)
                    .hasMessageContaining(message);
            release(channel);
        }

        /** A broken stream stays broken: what is left of it may be complained of again. */
        private static void release(EmbeddedChannel channel) {
            assertThatCode(channel::finishAndReleaseAll)
                    .satisfiesAnyOf(
                            error -> assertThat(error).isNull(),
                            error -> assertThat(error).isInstanceOf(DecoderException.class));
        }
    }

    @Nested
    @Tag("C8")
    class AtTheEndOfTheStream {

        @Test
        void passesTheEndOnBetweenFrames() {
            Ending ending = endAfter(RECORDED);

            assertThat(ending.ended).isTrue();
            assertThat(ending.error).isNull();
        }

        @Test
        void failsWhenTheStreamEndsInsideAHeader() {
            for (int length = 1; length < 8; length++) {
                assertThat(endAfter(slice(frame(1, "x"), 0, length)).error)
                        .as("after %d bytes", length)
                        .hasMessageContaining("ended inside a frame");
            }
        }

        @Test
        void failsWhenTheStreamEndsInsideAPayload() {
            for (int length = 8; length < 16; length++) {
                Ending ending = endAfter(slice(frame(2, "8 bytes."), 0, length));

                assertThat(ending.error).as("after %d bytes", length).hasMessageContaining("ended inside a frame");
                assertThat(ending.ended).isFalse();
            }
        }

        private static Ending endAfter(byte[] stream) {
            Ending ending = new Ending();
            EmbeddedChannel channel = new EmbeddedChannel(new MultiplexedFrameDecoder(), ending);
            channel.writeInbound(Unpooled.wrappedBuffer(stream));
            channel.pipeline().fireUserEventTriggered(EndOfStream.INSTANCE);
            channel.finishAndReleaseAll();
            return ending;
        }
    }

    private static final class Ending extends ChannelInboundHandlerAdapter {
        private boolean ended;
        private Throwable error;

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            ended = ended || event == EndOfStream.INSTANCE;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            error = cause;
        }
    }

    private static void assertRecorded(List<StreamFrame> frames) {
        Map<StreamFrame.Source, byte[]> streams = bySource(frames);
        assertThat(new String(streams.get(StreamFrame.Source.STDOUT), StandardCharsets.UTF_8))
                .isEqualTo(STDOUT);
        assertThat(new String(streams.get(StreamFrame.Source.STDERR), StandardCharsets.UTF_8))
                .isEqualTo(STDERR);
    }

    private static List<StreamFrame> decode(byte[]... reads) {
        EmbeddedChannel channel = new EmbeddedChannel(new MultiplexedFrameDecoder());
        List<StreamFrame> frames = new ArrayList<>();
        for (byte[] read : reads) {
            ByteBuf buffer = Unpooled.wrappedBuffer(read);
            channel.writeInbound(buffer);
            for (StreamFrame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
                frames.add(frame);
            }
        }
        assertThat(channel.finish()).isFalse();
        return frames;
    }

    private static Map<StreamFrame.Source, byte[]> bySource(List<StreamFrame> frames) {
        Map<StreamFrame.Source, byte[]> joined = new EnumMap<>(StreamFrame.Source.class);
        frames.forEach(frame -> joined.merge(frame.source(), frame.bytes(), EngineBytes::concat));
        return joined;
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
