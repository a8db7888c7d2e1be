package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

/** Timers that need no thread of their own. */
class LoopTimersTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofMillis(20);

    private final LoopResources resources = LoopResources.create("timers", 2, true);
    private final EventLoopGroup loops = resources.onClient(false);
    private final LoopTimers timers = new LoopTimers(loops);

    @AfterEach
    void end() {
        resources.disposeLater(Duration.ZERO, Duration.ofSeconds(3)).block(SHORT);
    }

    private Mono<String> threadOfTimer() {
        return Mono.create(sink -> sink.onDispose(
                timers.schedule(() -> sink.success(Thread.currentThread().getName()), SOON)));
    }

    @Test
    void runOnAnEventLoop() {
        threadOfTimer()
                .as(StepVerifier::create)
                .assertNext(thread -> assertThat(thread).startsWith("timers-"))
                .expectComplete()
                .verify(SHORT);
    }

    /** Another one would have to be woken. */
    @Test
    void stayOnTheEventLoopThatSetThem() {
        for (int i = 0; i < 4; i++) {
            Mono.<Boolean>create(sink -> loops.next().execute(() -> {
                        String setter = Thread.currentThread().getName();
                        threadOfTimer().subscribe(thread -> sink.success(thread.equals(setter)));
                    }))
                    .as(StepVerifier::create)
                    .expectNext(true)
                    .expectComplete()
                    .verify(SHORT);
        }
    }

    @Test
    void doNotRunWhatHasBeenDisposedOf() {
        AtomicBoolean ran = new AtomicBoolean();
        Disposable first = timers.schedule(() -> ran.set(true), SOON);
        first.dispose();

        // Later than the first would have been.
        Mono.create(sink -> timers.schedule(sink::success, SOON.multipliedBy(3)))
                .as(StepVerifier::create)
                .expectComplete()
                .verify(SHORT);

        assertThat(ran).isFalse();
    }

    @Test
    void serveAsAScheduler() {
        Mono.fromCallable(() -> Thread.currentThread().getName())
                .delaySubscription(SOON, timers.scheduler())
                .as(StepVerifier::create)
                .assertNext(thread -> assertThat(thread).startsWith("timers-"))
                .expectComplete()
                .verify(SHORT);
    }
}
