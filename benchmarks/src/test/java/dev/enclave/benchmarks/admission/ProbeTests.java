package dev.enclave.benchmarks.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.benchmarks.result.Samples;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ProbeTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void isRepeatedOneAtATimeUntilTheOtherHasEnded() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Mono<Long> once = Mono.delay(Duration.ofMillis(2))
                .doOnSubscribe(subscription -> most.accumulateAndGet(running.incrementAndGet(), Math::max))
                .doOnTerminate(running::decrementAndGet);

        Samples samples = new Probe("nothing", once)
                .during(Mono.delay(Duration.ofMillis(300)))
                .blockOptional(PATIENCE)
                .orElseThrow();

        assertThat(samples.count()).isBetween(2, 20);
        assertThat(samples.min()).isGreaterThanOrEqualTo(1);
        assertThat(most).hasValue(1);
        assertThat(running).hasValue(0);
    }
}
