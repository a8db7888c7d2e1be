package dev.enclave.docker.internal.stream;

import dev.enclave.docker.stream.StreamFrame;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;

/** Records the text of frames, and the end. */
class FrameRecorder extends BaseSubscriber<StreamFrame> {
    private final long initial;
    final List<String> texts = new ArrayList<>();
    SignalType end;

    FrameRecorder(long initial) {
        this.initial = initial;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        if (initial > 0) {
            request(initial);
        }
    }

    @Override
    protected void hookOnNext(StreamFrame frame) {
        texts.add(frame.text());
    }

    @Override
    protected void hookOnError(Throwable error) {}

    @Override
    protected void hookFinally(SignalType type) {
        end = type;
    }
}
