package dev.enclave.docker.internal.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@link StreamHeadHandler} on a channel without a network, what it is told and what it passes on. Text is one byte a character. */
final class HeadHandlerChannel {

    static final Duration HEAD_TIMEOUT = Duration.ofSeconds(60);

    private final EmbeddedChannel channel = new EmbeddedChannel(false, false);
    private final Opening opening = new Opening();
    private final ReadCounter reads = new ReadCounter();
    private final StringBuilder sent = new StringBuilder();
    private final Behind behind = new Behind();

    private HeadHandlerChannel(StreamRequest request) {
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(reads, new HttpClientCodec(), new StreamHeadHandler(request, opening), behind);
        try {
            channel.register();
            channel.freezeTime();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        takeSent();
    }

    static HeadHandlerChannel hijacking() {
        return of("POST", "/v1.41/containers/x/attach?stream=1", true, "");
    }

    static HeadHandlerChannel getting() {
        return of("GET", "/v1.41/events", false, "");
    }

    static HeadHandlerChannel of(String method, String uri, boolean hijack, String body) {
        return new HeadHandlerChannel(new StreamRequest(
                method + " " + uri,
                method,
                uri,
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8),
                hijack,
                method.equals("GET"),
                Framing.RAW,
                false,
                HEAD_TIMEOUT,
                null));
    }

    void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    void write(String text) {
        sent.setLength(0);
        channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        takeSent();
    }

    /** As a socket does when it reads the end. */
    void otherSideCloses() {
        channel.unsafe().close(channel.unsafe().voidPromise());
        channel.runPendingTasks();
    }

    void thisSideCloses() {
        channel.close();
    }

    void breakWith(Throwable failure) {
        channel.pipeline().fireExceptionCaught(failure);
    }

    void advance(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private void takeSent() {
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            sent.append(next.toString(StandardCharsets.ISO_8859_1));
            next.release();
        }
    }

    /** What the request was on the network, or what was last written. */
    String sent() {
        return sent.toString();
    }

    String passedOn() {
        return behind.received.toString();
    }

    boolean ended() {
        return behind.ended;
    }

    Throwable brokenBy() {
        return behind.error;
    }

    boolean succeeded() {
        return opening.succeeded;
    }

    Framing framing() {
        return opening.framing;
    }

    Throwable error() {
        return opening.error;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    int reads() {
        return reads.count;
    }

    private static final class Opening implements StreamOpening {
        private Framing framing;
        private boolean succeeded;
        private Throwable error;

        @Override
        public void prepare(ChannelHandlerContext ctx, Framing chosen) {
            framing = chosen;
        }

        @Override
        public void succeed() {
            succeeded = true;
        }

        @Override
        public void fail(Throwable cause) {
            if (error == null) {
                error = cause;
            }
        }
    }

    private static final class Behind extends ChannelInboundHandlerAdapter {
        private final StringBuilder received = new StringBuilder();
        private boolean ended;
        private Throwable error;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf buffer = (ByteBuf) message;
            received.append(buffer.toString(StandardCharsets.ISO_8859_1));
            buffer.release();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            ended = ended || event == EndOfStream.INSTANCE;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            error = cause;
        }
    }
}
