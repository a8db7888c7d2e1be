package dev.enclave.docker.internal.stream;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.stream.StreamFrame;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The frames of one channel as a {@link Flux} for one subscriber. Written by hand because no operator joins demand to a socket's
 * reads: {@code ctx.read()} is called only while there is demand and nothing is queued.
 *
 * <p>State: {@code queue} (frames of the last read that had no demand), {@code demand}, {@code ended} with an optional
 * {@code failure}, {@code cancelled}. All of it is touched on the channel's event loop only; calls from other threads are sent there,
 * so signals are serialised. The channel is closed when the stream ends, fails or is cancelled. Memory: one read of at most 64 KiB.
 */
final class InboundFrames extends ChannelInboundHandlerAdapter {

    private final String operation;
    private final boolean readOnly;
    private final Channel channel;
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final Queue<StreamFrame> queue = new ArrayDeque<>();

    private @Nullable CoreSubscriber<? super StreamFrame> subscriber;
    private long demand;
    private boolean ended;
    private @Nullable Throwable failure;
    private boolean cancelled;
    private boolean draining;

    /** @param readOnly whether the operation only reads, so that losing it cannot have changed anything */
    InboundFrames(String operation, boolean readOnly, Channel channel) {
        this.operation = operation;
        this.readOnly = readOnly;
        this.channel = channel;
    }

    Flux<StreamFrame> flux() {
        return new FramesFlux();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!cancelled && !ended) {
            queue.add((StreamFrame) message);
            drain();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        readIfWanted();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == EndOfStream.INSTANCE) {
            end(null);
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(new ConnectionLostException(operation, "closed before the end of the stream", !readOnly, null));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(translate(cause));
    }

    private Throwable translate(Throwable cause) {
        Throwable root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (root instanceof DockerException) {
            return root;
        }
        if (root instanceof BrokenStreamException) {
            return new DockerProtocolException(operation, String.valueOf(root.getMessage()), root);
        }
        return new ConnectionLostException(operation, String.valueOf(root.getMessage()), !readOnly, root);
    }

    private void end(@Nullable Throwable error) {
        if (!ended) {
            ended = true;
            failure = error;
            channel.close();
            drain();
        }
    }

    private void drain() {
        if (draining || subscriber == null) {
            return;
        }
        draining = true;
        try {
            while (demand > 0 && !cancelled && !queue.isEmpty()) {
                if (demand != Long.MAX_VALUE) {
                    demand--;
                }
                subscriber.onNext(queue.remove());
            }
            if (ended && !cancelled && queue.isEmpty()) {
                cancelled = true;
                signalEnd(subscriber);
            }
        } finally {
            draining = false;
        }
        readIfWanted();
    }

    private void signalEnd(CoreSubscriber<? super StreamFrame> target) {
        if (failure == null) {
            target.onComplete();
        } else {
            target.onError(failure);
        }
    }

    private void readIfWanted() {
        if (demand > 0 && !ended && !cancelled && queue.isEmpty()) {
            channel.read();
        }
    }

    private void onLoop(Runnable action) {
        if (channel.eventLoop().inEventLoop()) {
            action.run();
            return;
        }
        try {
            channel.eventLoop().execute(action);
        } catch (RejectedExecutionException e) {
            // The client has been closed, its event loop has ended: nothing runs there any more, so this thread may
            // finish the stream.
            ended = true;
            failure = new ConnectionLostException(operation, "the client has been closed", !readOnly, e);
            action.run();
        }
    }

    private final class FramesFlux extends Flux<StreamFrame> {
        @Override
        public void subscribe(CoreSubscriber<? super StreamFrame> actual) {
            if (!subscribed.compareAndSet(false, true)) {
                Operators.error(actual, new IllegalStateException(operation + ": the output can be subscribed once"));
                return;
            }
            actual.onSubscribe(new FramesSubscription(actual));
            onLoop(() -> {
                subscriber = actual;
                drain();
            });
        }
    }

    private final class FramesSubscription implements Subscription {
        private final CoreSubscriber<? super StreamFrame> actual;

        FramesSubscription(CoreSubscriber<? super StreamFrame> actual) {
            this.actual = actual;
        }

        @Override
        public void request(long n) {
            onLoop(() -> {
                if (n <= 0) {
                    failRequest(n);
                } else {
                    demand = Operators.addCap(demand, n);
                    drain();
                }
            });
        }

        private void failRequest(long n) {
            if (!cancelled) {
                cancelled = true;
                queue.clear();
                channel.close();
                actual.onError(new IllegalArgumentException("§3.9: request must be positive, was " + n));
            }
        }

        @Override
        public void cancel() {
            onLoop(() -> {
                cancelled = true;
                queue.clear();
                channel.close();
            });
        }
    }
}
