package dev.enclave.docker.observation.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.observation.ExchangeObserver;
import dev.enclave.testing.Failures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

@Tag("C12")
class MicrometerIT {

    private static final Duration SHORT = Duration.ofSeconds(30);

    private static void askTwice(ExchangeObserver observer, Observation... parent) {
        DockerClient client = DockerClient.builder().observer(observer).build();
        try {
            Mono<?> version = client.system().version();
            for (Observation each : parent) {
                version = version.contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, each));
            }
            version.block(SHORT);
            Failures.of(client.containers().inspect("no-such-container"), NotFoundException.class);
        } finally {
            client.close().block(SHORT);
        }
    }

    @Test
    void timesEachOperation() {
        MeterRegistry registry = new SimpleMeterRegistry();

        askTwice(new ExchangeTimers(registry));

        assertThat(registry.get(ExchangeTimers.EXCHANGE)
                        .tags(
                                "method",
                                "GET",
                                "uri",
                                "/version",
                                "kind",
                                "unary",
                                "outcome",
                                "completed",
                                "error",
                                "none")
                        .timer()
                        .totalTime(TimeUnit.NANOSECONDS))
                .isPositive();
        assertThat(registry.get(ExchangeTimers.EXCHANGE)
                        .tags("uri", "/containers/{id}/json", "outcome", "failed", "error", "NotFoundException")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get(ExchangeTimers.ANSWER)
                        .tags("uri", "/version")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.find(ExchangeTimers.ANSWER)
                        .tags("uri", "/containers/{id}/json")
                        .timer())
                .isNull();
        assertThat(registry.get(ExchangeTimers.ACTIVE).longTaskTimers())
                .isNotEmpty()
                .allMatch(timer -> timer.activeTasks() == 0);
    }

    @Test
    void observesEachOperationBelowTheObservationInTheContext() {
        TestObservationRegistry registry = TestObservationRegistry.create();
        Observation parent = Observation.start("parent", registry);

        askTwice(new ExchangeObservations(registry), parent);
        parent.stop();

        TestObservationRegistryAssert.assertThat(registry)
                .hasObservationWithNameEqualTo(ExchangeObservations.NAME)
                .that()
                .hasBeenStopped();
        TestObservationRegistryAssert.assertThat(registry)
                .hasAnObservation(observation -> observation
                        .hasNameEqualTo(ExchangeObservations.NAME)
                        .hasContextualNameEqualTo("GET /version")
                        .hasParentObservationEqualTo(parent)
                        .hasLowCardinalityKeyValue("outcome", "completed"))
                .hasAnObservation(observation -> observation
                        .hasContextualNameEqualTo("GET /containers/{id}/json")
                        .hasHighCardinalityKeyValue("path", "/containers/no-such-container/json")
                        .hasLowCardinalityKeyValue("error", "NotFoundException")
                        .hasError());
    }
}
