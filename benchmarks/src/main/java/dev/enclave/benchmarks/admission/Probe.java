package dev.enclave.benchmarks.admission;

import dev.enclave.benchmarks.result.Samples;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/**
 * Something that is done again and again, one at a time, while something else goes on.
 *
 * @param what what it is, for a person
 * @param once does it once
 */
record Probe(String what, Mono<?> once) {

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final double NANOS_PER_MILLI = 1e6;

    /** Emits how long each time took, in milliseconds, when the other has ended and the last time too. */
    Mono<Samples> during(Mono<?> other) {
        return Mono.defer(() -> {
            AtomicBoolean over = new AtomicBoolean();
            Mono<List<Double>> latencies = timed().delayUntil(millis -> Mono.delay(PAUSE))
                    .repeat(() -> !over.get())
                    .collectList();
            return Mono.zip(other.doFinally(signal -> over.set(true)).thenReturn(true), latencies)
                    .map(both -> toSamples(both.getT2()));
        });
    }

    private Mono<Double> timed() {
        return Mono.defer(() -> {
            long begin = System.nanoTime();
            return once.then(Mono.fromSupplier(() -> (System.nanoTime() - begin) / NANOS_PER_MILLI));
        });
    }

    private static Samples toSamples(List<Double> millis) {
        return new Samples(millis.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
