package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.SandboxTest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * An application that computes on all of Reactor's workers does not delay the deadline of a command. That no other timer is set there
 * either, such as the beats that keep a sandbox, {@link ArchitectureTests} sees to.
 */
@Tag("C4")
@SandboxTest
class BusySchedulersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int WORKERS = Schedulers.DEFAULT_POOL_SIZE;

    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch computing = new CountDownLatch(WORKERS);
    private final Sandbox sandbox;
    private Disposable computation;

    BusySchedulersIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void compute() throws InterruptedException {
        computation = Flux.range(0, WORKERS)
                .parallel(WORKERS)
                .runOn(Schedulers.parallel())
                .map(worker -> computeUntilItIsOver())
                .subscribe();
        // What waits with the help of those workers would wait for ever.
        assertThat(computing.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Without a call that gives way: from these threads BlockHound allows none. */
    private int computeUntilItIsOver() {
        computing.countDown();
        int number = 1;
        while (!over.get()) {
            number = number * 31 + 7;
        }
        return number;
    }

    @AfterEach
    void stopComputing() {
        over.set(true);
        computation.dispose();
    }

    @Test
    void deadlinesHold() {
        Command tooLong = Command.of("sleep", "7310").withTimeout(Duration.ofMillis(200));

        assertThat(sandbox.exec(tooLong).block(PATIENCE).status()).isEqualTo(ExecStatus.TIMEOUT);
    }
}
