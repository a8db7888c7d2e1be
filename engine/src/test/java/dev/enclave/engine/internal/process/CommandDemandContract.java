package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.Command;
import dev.enclave.testing.Eventually;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The part of {@link CommandRunnerContract} on demand: what is not requested is not read, down to the pipe in the sandbox. */
@Tag("C5")
interface CommandDemandContract extends ContractFixtures {

    /** Writes a count of the chunks that the pipe has taken to a file, so that others can see whether it is blocked. */
    private static Command chatterbox(String token) {
        return Command.of(
                "sh",
                "-c",
                "c=$(head -c 32768 /dev/zero | tr '\\0' x); i=0; while :; do printf %s \"$c\"; i=$((i+1)); echo $i >/tmp/$0; done",
                token);
    }

    private Optional<Long> written(String token) {
        return shared().run(Command.of("cat", "/tmp/" + token))
                .stdout()
                .lines()
                .findFirst()
                .map(Long::valueOf);
    }

    /** Waits until the writer no longer gets on: the same count twice, a while apart. */
    private long awaitBlocked(String token) {
        AtomicLong last = new AtomicLong(-1);
        return Eventually.get(
                        "count of chunks written",
                        () -> {
                            Mono.delay(Duration.ofMillis(300)).block();
                            return written(token);
                        },
                        count -> count.isPresent() && last.getAndSet(count.get()) == count.get())
                .orElseThrow();
    }

    @Test
    default void aWriterWhoseOutputIsNotRequestedBlocks() {
        RunningCommand running = shared().start(chatterbox("not-requested"));
        StepVerifier.create(running.output(), 1)
                .expectNextCount(1)
                .then(() -> {
                    long blockedAt = awaitBlocked("not-requested");
                    // Pipes, the daemon and the sockets hold little.
                    assertThat(blockedAt * 32).as("KiB written").isLessThan(4096);
                })
                .thenRequest(64)
                .expectNextCount(64)
                .thenCancel()
                .verify(Duration.ofSeconds(60));
        running.kill(Duration.ZERO).block(RunnerFixture.PATIENCE);
    }

    @Test
    default void emitsNoMoreThanWasRequested() {
        AtomicLong received = new AtomicLong();
        BaseSubscriber<StreamFrame> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // Requests nothing by itself.
            }

            @Override
            protected void hookOnNext(StreamFrame frame) {
                received.incrementAndGet();
            }
        };
        RunningCommand running = shared().start(chatterbox("no-more"));
        running.output().subscribe(slow);
        awaitBlocked("no-more");
        assertThat(received).hasValue(0);

        for (int requested = 1; requested <= 5; requested++) {
            slow.request(1);
            long wanted = requested;
            Eventually.get("frames received", received::get, count -> count == wanted);
        }
        slow.cancel();
        running.kill(Duration.ZERO).block(RunnerFixture.PATIENCE);
    }

    @Test
    default void otherCommandsRunBesideAStalledOne() {
        RunningCommand stalled = shared().start(chatterbox("stalled"));
        StepVerifier.create(stalled.output(), 0)
                .then(() -> {
                    awaitBlocked("stalled");
                    assertThat(shared().run(Command.of("echo", "hi")).stdout()).isEqualTo("hi\n");
                })
                .thenCancel()
                .verify(Duration.ofSeconds(60));
        stalled.kill(Duration.ZERO).block(RunnerFixture.PATIENCE);
    }

    @Test
    default void anEndlessOutputIsReadAsFastAsItIsRequested() {
        RunningCommand running = shared().start(Command.of("yes"));
        long bytes = running.output()
                .map(frame -> (long) frame.bytes().length)
                .scan(Long::sum)
                .takeUntil(sum -> sum > 8 << 20)
                .blockLast(RunnerFixture.PATIENCE);

        assertThat(bytes).isGreaterThan(8 << 20);
        running.kill(Duration.ZERO).block(RunnerFixture.PATIENCE);
    }

    @Test
    default void theOutputCanBeSubscribedOnce() {
        RunningCommand running = shared().start(Command.of("echo", "hi"));

        StepVerifier.create(running.output())
                .expectNextCount(1)
                .expectComplete()
                .verify(RunnerFixture.PATIENCE);
        StepVerifier.create(running.output())
                .expectError(IllegalStateException.class)
                .verify(RunnerFixture.PATIENCE);
        running.release().block(RunnerFixture.PATIENCE);
    }
}
