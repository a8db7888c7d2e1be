package dev.enclave.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class LoadTests {

    @Test
    void doesBlockingWorkSoOftenAndSoManyTimesAtOnce() {
        AtomicInteger times = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(4);

        Timing timing = new Load(8, 4).run(Work.blocking(() -> {
            together.await();
            times.incrementAndGet();
        }));

        assertThat(times).hasValue(8);
        assertThat(timing.latencies().count()).isEqualTo(8);
        assertThat(timing.latencies().min()).isPositive();
    }

    @Test
    void doesReactiveWorkSoOften() {
        AtomicInteger times = new AtomicInteger();

        Timing timing = new Load(8, 4).run(Work.reactive(Mono.fromCallable(times::incrementAndGet)));

        assertThat(times).hasValue(8);
        assertThat(timing.latencies().count()).isEqualTo(8);
        assertThat(timing.cpuMillis()).isPositive();
    }

    @Test
    void failsWithItsWork() {
        Work blocking = Work.blocking(() -> {
            throw new IllegalStateException("broken");
        });
        Work reactive = Work.reactive(Mono.error(new IllegalStateException("broken")));

        assertThatThrownBy(() -> new Load(1, 1).run(blocking)).hasMessageContaining("broken");
        assertThatThrownBy(() -> new Load(1, 1).run(reactive)).hasMessageContaining("broken");
    }
}
