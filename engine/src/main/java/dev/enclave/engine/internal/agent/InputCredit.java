package dev.enclave.engine.internal.agent;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** How many bytes of a command's standard input may be sent. Thread-safe: the agent adds, whoever feeds takes. */
final class InputCredit {

    private final AtomicLong available;
    private final AtomicReference<Sinks.@Nullable Empty<Void>> waiting = new AtomicReference<>();

    InputCredit(long initial) {
        this.available = new AtomicLong(initial);
    }

    void add(long bytes) {
        available.addAndGet(bytes);
        wake();
    }

    /** Takes at most so many; 0 when there are none. */
    int take(int wanted) {
        long before = available.getAndUpdate(held -> held - Math.min(held, wanted));
        return (int) Math.min(before, wanted);
    }

    /** Completes when there may be some again. */
    Mono<Void> awaitMore() {
        return Mono.defer(() -> {
            Sinks.Empty<Void> mine = Sinks.empty();
            Sinks.Empty<Void> shared = waiting.updateAndGet(others -> others == null ? mine : others);
            if (available.get() > 0) {
                wake();
            }
            return shared == null ? Mono.empty() : shared.asMono();
        });
    }

    private void wake() {
        Sinks.Empty<Void> sleeping = waiting.getAndSet(null);
        if (sleeping != null) {
            sleeping.tryEmitEmpty();
        }
    }
}
