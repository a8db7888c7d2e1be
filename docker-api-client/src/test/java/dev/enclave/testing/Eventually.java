package dev.enclave.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** Asks again and again until an answer is as wanted: for what happens a moment later on an engine, or on another thread. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /**
     * Waits, blocking the test's thread, until the value that a probe gives is as wanted.
     *
     * @param what names the value in the failure
     * @param probe reads the value; called on the test's thread, may block
     * @param wanted tells whether it is as wanted
     * @return the first value that is
     */
    public static <T> T get(String what, Callable<T> probe, Predicate<? super T> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            T value = call(probe);
            if (wanted.test(value)) {
                return value;
            }
            if (System.nanoTime() > deadline) {
                throw notInTime(what, value, null);
            }
            Mono.delay(PAUSE).block();
        }
    }

    /** Waits, blocking the test's thread, until a condition holds. */
    public static void holds(String what, Callable<Boolean> condition) {
        get(what, condition, Boolean::booleanValue);
    }

    /**
     * Subscribes to a probe again and again until its value is as wanted.
     *
     * @param what names the value in the failure
     * @param probe emits the value
     * @param wanted tells whether it is as wanted
     * @return the first value that is
     */
    public static <T> Mono<T> await(String what, Mono<T> probe, Predicate<? super T> wanted) {
        return Mono.defer(() -> {
            AtomicReference<T> last = new AtomicReference<>();
            return probe.doOnNext(last::set)
                    .filter(wanted)
                    .repeatWhenEmpty(Integer.MAX_VALUE, empty -> empty.delayElements(PAUSE))
                    .timeout(PATIENCE)
                    .onErrorMap(TimeoutException.class, e -> notInTime(what, last.get(), e));
        });
    }

    private static AssertionError notInTime(String what, Object last, Throwable cause) {
        return new AssertionError(what + ": not as wanted within " + PATIENCE + ", last seen: " + last, cause);
    }

    private static <T> T call(Callable<T> probe) {
        try {
            return probe.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
