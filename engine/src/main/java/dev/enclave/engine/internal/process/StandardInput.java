package dev.enclave.engine.internal.process;

import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * An open standard input: joins what many callers write, one after the other, into what feeds the process. The queue of those that wait has
 * no bound of its own: each entry belongs to a subscriber that waits.
 */
final class StandardInput {

    private final Sinks.Many<Flux<byte[]>> parts = Sinks.many().unicast().onBackpressureBuffer();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Sinks.Empty<Void> closed = Sinks.empty();

    /** What feeds the process; for one subscriber. */
    Flux<byte[]> bytes() {
        return parts.asFlux().concatMap(part -> part, 1).doFinally(signal -> closed.tryEmitEmpty());
    }

    Mono<Void> write(Publisher<byte[]> bytes) {
        return Mono.deferContextual(context -> {
            Sinks.Empty<Void> written = Sinks.empty();
            Sinks.Empty<Void> unwanted = Sinks.empty();
            add(Flux.from(bytes)
                    .doOnComplete(written::tryEmitEmpty)
                    .doOnError(written::tryEmitError)
                    .onErrorComplete()
                    .takeUntilOther(unwanted.asMono())
                    .contextWrite(context));
            // A process that no longer reads is no error of its writers'.
            return Mono.firstWithSignal(written.asMono(), closed.asMono()).doOnCancel(unwanted::tryEmitEmpty);
        });
    }

    private void add(Flux<byte[]> part) {
        Sinks.EmitResult result = parts.tryEmitNext(part);
        while (result == Sinks.EmitResult.FAIL_NON_SERIALIZED) {
            Thread.onSpinWait(); // another caller is adding its part
            result = parts.tryEmitNext(part);
        }
        if (ended.get() && result != Sinks.EmitResult.OK) {
            throw new IllegalStateException("the standard input was ended before");
        }
    }

    Mono<Void> end() {
        return Mono.fromRunnable(() -> {
            if (ended.compareAndSet(false, true)) {
                while (parts.tryEmitComplete() == Sinks.EmitResult.FAIL_NON_SERIALIZED) {
                    Thread.onSpinWait();
                }
            }
        });
    }
}
