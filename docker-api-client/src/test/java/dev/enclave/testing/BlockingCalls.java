package dev.enclave.testing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Fails test classes in which a thread that must not block (an event loop, a {@code parallel} scheduler) did so.
 *
 * <p>BlockHound throws where the call is. That alone is not enough: an event loop catches what its handlers throw, so the test
 * may well pass. Hence every violation is remembered too.
 *
 * <p>A test that provokes one on purpose calls {@link #take()}.
 */
public final class BlockingCalls {

    private static final Findings FINDINGS = new Findings();
    private static final AtomicBoolean ARMED = new AtomicBoolean();

    private BlockingCalls() {}

    /** Takes, and so forgives, what was seen since the last call. */
    public static List<Throwable> take() {
        return FINDINGS.take();
    }

    static void arm() {
        if (ARMED.compareAndSet(false, true)) {
            install();
            requireDetection();
        }
    }

    /**
     * BlockHound, Reactor and Netty bring their own allowances: class loading, and the locks of their queues and pools. Three are added:
     *
     * <ul>
     *   <li>logging: Logback's appenders write under a lock, and tests want their lines at once and in order. A program that minds
     *       uses an asynchronous appender.
     *   <li>Jackson: the first time that a type is read, its reader is made under a lock, for which another event loop may wait; once, and
     *       for microseconds.
     *   <li>Netty's memory pool: when several event loops ask at the same moment it adds a part for one more of them, under a lock, for
     *       microseconds. (Netty's own allowance does not name this one.)
     * </ul>
     */
    private static void install() {
        BlockHound.builder()
                .loadIntegrations()
                .allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders")
                .allowBlockingCallsInside(
                        "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer")
                .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$Magazine", "free")
                .blockingMethodCallback(BlockingCalls::refuse)
                .install();
    }

    private static void refuse(BlockingMethod method) {
        BlockingOperationError error = new BlockingOperationError(method);
        FINDINGS.add(error);
        throw error;
    }

    /** Blocks where that is forbidden, and fails unless it was noticed: a guard that is silently off is worse than none. */
    static void requireDetection() {
        Mono.fromRunnable(BlockingCalls::blockForAMoment)
                .subscribeOn(Schedulers.parallel())
                .onErrorComplete(BlockingOperationError.class)
                .block(Duration.ofSeconds(10));
        if (take().isEmpty()) {
            throw new IllegalStateException(
                    "BlockHound is not active in this JVM: is -XX:+AllowRedefinitionToAddDeleteMethods set?");
        }
    }

    private static void blockForAMoment() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
