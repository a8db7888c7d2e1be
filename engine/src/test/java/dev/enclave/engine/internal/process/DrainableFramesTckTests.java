package dev.enclave.engine.internal.process;

import dev.enclave.docker.stream.StreamFrame;
import org.junit.jupiter.api.Tag;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;

/** The Reactive Streams TCK, contract C15, for {@link DrainableFrames} while it honours demand. */
@Tag("C15")
@Test
public class DrainableFramesTckTests extends PublisherVerification<StreamFrame> {

    private static final int MOST = 1_000_000;

    /** Made by TestNG. */
    public DrainableFramesTckTests() {
        super(new TestEnvironment(500, 50));
    }

    @Override
    public Publisher<StreamFrame> createPublisher(long elements) {
        // Not more, as all is read when the subscriber cancels, and this source is read at once.
        return new DrainableFrames(Flux.range(0, (int) Math.min(elements, MOST))
                .map(i -> new StreamFrame(StreamFrame.Source.STDOUT, new byte[] {1})));
    }

    @Override
    public Publisher<StreamFrame> createFailedPublisher() {
        return new DrainableFrames(Flux.error(new IllegalStateException("failed")));
    }

    @Override
    public long maxElementsFromPublisher() {
        return MOST;
    }
}
