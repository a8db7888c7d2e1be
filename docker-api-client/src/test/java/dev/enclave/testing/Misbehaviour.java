package dev.enclave.testing;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** Test classes for {@link GuardTests} to run: each does one thing wrong, in tests that pass. No build runs them by themselves. */
final class Misbehaviour {

    private Misbehaviour() {}

    static class Leaking {
        @Test
        void passes() {
            leakBuffer();
        }
    }

    static class BlockingOnParallel {
        @Test
        void passes() {
            Mono.fromRunnable(Misbehaviour::sleep)
                    .subscribeOn(Schedulers.parallel())
                    .onErrorComplete(Throwable.class)
                    .block(Duration.ofSeconds(10));
        }
    }

    static class BlockingOnEventLoop {
        @Test
        void passes() throws InterruptedException {
            DefaultEventLoop loop = new DefaultEventLoop();
            loop.submit(Misbehaviour::sleep).await();
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        }
    }

    static class Dropping {
        @Test
        void passes() {
            dropError();
        }
    }

    static class DroppingAfterReset {
        @Test
        void passes1() {
            Hooks.resetOnErrorDropped();
        }

        @Test
        void passes2() {
            dropError();
        }
    }

    static class Forgiven {
        @Test
        void passes() {
            leakBuffer();
            dropError();
            BufferLeaks.take();
            DroppedErrors.take();
        }
    }

    static class Clean {
        @Test
        void passes() {
            ByteBufAllocator.DEFAULT.buffer().release();
        }
    }

    static void leakBuffer() {
        ByteBufAllocator.DEFAULT.buffer();
    }

    private static void dropError() {
        Operators.onErrorDropped(new IllegalStateException("too late"), Context.empty());
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
