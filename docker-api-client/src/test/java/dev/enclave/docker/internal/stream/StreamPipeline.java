package dev.enclave.docker.internal.stream;

import dev.enclave.docker.stream.StreamFrame;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The whole pipeline of a stream, on a channel without a network, with somebody who reads all of it. */
final class StreamPipeline {

    private final Map<StreamFrame.Source, ByteArrayOutputStream> content = new EnumMap<>(StreamFrame.Source.class);
    private final EmbeddedChannel channel = new EmbeddedChannel(false, false);
    private boolean opened;
    private boolean completed;
    private Throwable error;

    StreamPipeline(boolean hijack, Framing framing) {
        StreamRequest request = new StreamRequest(
                "GET /stream",
                "GET",
                "/stream",
                Map.of(),
                new byte[0],
                hijack,
                true,
                framing,
                false,
                Duration.ofMinutes(1),
                null);
        channel.config().setAutoRead(false);
        channel.pipeline()
                .addLast(new HttpClientCodec(8 * 1024, 64 * 1024, 64 * 1024))
                .addLast(new StreamHeadHandler(request, new Opening()))
                .addLast(new InboundFrames(request.operation(), true, channel));
        try {
            channel.register();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        channel.releaseOutbound();
    }

    void receive(byte[] piece) {
        if (channel.isOpen()) {
            channel.writeInbound(Unpooled.copiedBuffer(piece));
        }
    }

    /** As a socket does when it reads the end. */
    void otherSideCloses() {
        channel.unsafe().close(channel.unsafe().voidPromise());
        channel.runPendingTasks();
        channel.finishAndReleaseAll();
    }

    byte[] contentOf(StreamFrame.Source source) {
        ByteArrayOutputStream all = content.get(source);
        return all == null ? new byte[0] : all.toByteArray();
    }

    boolean opened() {
        return opened;
    }

    boolean completed() {
        return completed;
    }

    Throwable error() {
        return error;
    }

    private void add(StreamFrame frame) {
        content.computeIfAbsent(frame.source(), source -> new ByteArrayOutputStream())
                .writeBytes(frame.bytes());
    }

    private final class Opening implements StreamOpening {
        @Override
        public void prepare(ChannelHandlerContext ctx, Framing framing) {
            ctx.pipeline()
                    .addAfter(
                            ctx.name(),
                            "frames",
                            framing == Framing.MULTIPLEXED ? new MultiplexedFrameDecoder() : new RawFrameDecoder());
            channel.pipeline()
                    .get(InboundFrames.class)
                    .flux()
                    .subscribe(StreamPipeline.this::add, failure -> error = failure, () -> completed = true);
        }

        @Override
        public void succeed() {
            opened = true;
        }

        @Override
        public void fail(Throwable failure) {
            error = error == null ? failure : error;
        }
    }
}
