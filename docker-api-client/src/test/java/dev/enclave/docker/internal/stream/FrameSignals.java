package dev.enclave.docker.internal.stream;

import dev.enclave.docker.stream.StreamFrame;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** Without the protection that Reactor's own subscribers give: sees every signal that is really sent. */
class FrameSignals implements CoreSubscriber<StreamFrame> {
    final List<String> signals = new ArrayList<>();
    Subscription subscription;
    Throwable error;

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
    }

    @Override
    public void onNext(StreamFrame frame) {
        signals.add("next " + frame.text());
    }

    @Override
    public void onError(Throwable error) {
        this.error = error;
        signals.add("error " + error);
    }

    @Override
    public void onComplete() {
        signals.add("complete");
    }
}
