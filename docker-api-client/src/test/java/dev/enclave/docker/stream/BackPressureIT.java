package dev.enclave.docker.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.containers.LogConfig;
import dev.enclave.docker.exec.Execs;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** Output that nobody reads blocks the process that prints it, inside its container (C5). */
@OnEverySocket
@Tag("C5")
class BackPressureIT {

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final long FLAT = 16L * 1024 * 1024;

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private DockerClient client() {
        return TestEngine.client(kind);
    }

    @Test
    @Conformance("execs.start")
    void blocksAnExecThatPrintsForEverAndLetsItGoOnWithDemand() throws Exception {
        String container = containers.startIdle();
        DuplexStream stream = client().execs()
                .create(
                        container,
                        Execs.config("yes", "a line of some length, for ever").build())
                .flatMap(exec -> client().execs().start(exec, false))
                .block(SHORT);

        assertBlocksAndGoesOn(stream, container);
    }

    @Test
    @Conformance("containers.attach")
    void blocksAMainProcessThatPrintsForEverAndLetsItGoOnWithDemand() throws Exception {
        String container = containers.create(TestContainers.config("yes", "a line of some length, for ever")
                .hostConfig(TestContainers.host().logConfig(LogConfig.NONE).build()));
        DuplexStream stream =
                client().containers().attach(container, AttachOptions.OUTPUT).block(SHORT);
        client().containers().start(container).block(SHORT);

        assertBlocksAndGoesOn(stream, container);
    }

    private void assertBlocksAndGoesOn(DuplexStream stream, String container) throws InterruptedException {
        Execs execs = new Execs(client(), container);
        String process = Eventually.get("process id of yes", () -> execs.outputOf("pidof", "yes"), id -> !id.isEmpty());
        OneByOne reader = new OneByOne();
        stream.output().subscribe(reader);
        try {
            assertBlocksAndGoesOn(reader, execs, process);
        } finally {
            reader.cancel();
        }
        Eventually.holds("the connection has closed", stream::isDisposed);
    }

    private static void assertBlocksAndGoesOn(OneByOne reader, Execs execs, String process)
            throws InterruptedException {
        long memory = directMemory();
        reader.requestAndAwait(1);

        long blockedAt = awaitBlocked(execs, process);
        assertThat(execs.outputOf("cut", "-d", " ", "-f", "3", "/proc/" + process + "/stat"))
                .as("the process sleeps")
                .isEqualTo("S");

        reader.requestAndAwait(100);
        long goneOnTo = awaitBlocked(execs, process);
        assertThat(goneOnTo).as("bytes written after more was requested").isGreaterThan(blockedAt);
        assertThat(reader.received.get()).isLessThanOrEqualTo(goneOnTo);
        assertThat(directMemory() - memory).as("growth of direct memory").isLessThan(FLAT);
    }

    /** Waits until what the process has written no longer grows, and returns how much it was. */
    private static long awaitBlocked(Execs execs, String process) {
        AtomicLong last = new AtomicLong(-1);
        return Eventually.get(
                "bytes written by " + process + ", to stand still",
                () -> {
                    String written = execs.outputOf("sed", "-n", "s/^wchar: //p", "/proc/" + process + "/io");
                    return Long.valueOf(written);
                },
                written -> last.getAndSet(written) == written);
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    /** Requests frames one at a time. */
    private static final class OneByOne extends BaseSubscriber<StreamFrame> {
        private final AtomicLong received = new AtomicLong();
        private final Semaphore frames = new Semaphore(0);

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // Nothing before it is asked for.
        }

        @Override
        protected void hookOnNext(StreamFrame frame) {
            received.addAndGet(frame.bytes().length);
            frames.release();
        }

        void requestAndAwait(int count) throws InterruptedException {
            for (int i = 0; i < count; i++) {
                request(1);
                assertThat(frames.tryAcquire(20, TimeUnit.SECONDS))
                        .as("the next frame")
                        .isTrue();
            }
            assertThat(frames.availablePermits()).as("frames beyond the demand").isZero();
        }
    }
}
