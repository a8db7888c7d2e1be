package dev.enclave.docker.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.exec.Execs;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.Failures;
import dev.enclave.testing.TestContainers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@Tag("C12")
class ExchangeObserverIT {

    private static final Duration SHORT = Duration.ofSeconds(30);

    @RegisterExtension
    static final TestContainers CONTAINERS = TestContainers.ofClass();

    private final RecordedExchanges exchanges = new RecordedExchanges();

    private DockerClient client;

    @BeforeEach
    void connect() {
        client = DockerClient.builder().observer(exchanges).build();
    }

    @AfterEach
    void close() {
        client.close().block(SHORT);
    }

    @Test
    void isToldOfShortExchangesWithTheSubscribersContext() {
        client.system()
                .version()
                .contextWrite(context -> context.put("who", "me"))
                .block(SHORT);
        Failures.of(client.containers().inspect("no-such-container"), NotFoundException.class);

        assertThat(exchanges.lines())
                .containsExactly(
                        "UNARY GET /_ping answered COMPLETED",
                        "UNARY GET /version answered COMPLETED",
                        "UNARY GET /containers/{id}/json FAILED NotFoundException");
        assertThat(exchanges.contexts().get(1).<String>get("who")).isEqualTo("me");
    }

    @Test
    void isToldOfStreamsWhenTheyEnd() {
        String container = CONTAINERS.start(TestContainers.config("echo", "hello"));
        client.containers().logs(container, LogOptions.DEFAULTS.following()).blockLast(SHORT);
        client.execs()
                .create(CONTAINERS.startIdle(), Execs.config("echo", "hello").build())
                .flatMap(exec -> client.execs().start(exec, false))
                .flatMapMany(DuplexStream::output)
                .blockLast(SHORT);

        assertThat(exchanges.lines())
                .contains(
                        "STREAM GET /containers/{id}/logs answered COMPLETED",
                        "DUPLEX POST /exec/{id}/start answered COMPLETED");
    }

    @Test
    void isToldOnceOfAStreamThatIsClosedInsteadOfRead() {
        String container = CONTAINERS.startIdle();
        DuplexStream stream = client.execs()
                .create(container, Execs.config("cat").attachStdin(true).build())
                .flatMap(exec -> client.execs().start(exec, false))
                .block(SHORT);

        stream.close().block(SHORT);
        stream.dispose();

        assertThat(duplex()).containsExactly("DUPLEX POST /exec/{id}/start answered CANCELLED");
    }

    private List<String> duplex() {
        return exchanges.lines().stream()
                .filter(line -> line.startsWith("DUPLEX"))
                .toList();
    }

    @Test
    void isToldOfCancellations() {
        StepVerifier.create(client.system().events(EventOptions.ALL))
                .then(() -> Eventually.holds(
                        "the exchange has begun", () -> exchanges.contexts().size() == 2))
                .thenCancel()
                .verify(SHORT);

        Eventually.holds(
                "the cancellation is told",
                () -> exchanges.lines().stream().anyMatch(line -> line.matches("STREAM GET /events.* CANCELLED")));
    }

    @Test
    void nothingThatAnObserverDoesDisturbsTheExchange() {
        ExchangeObserver throwing = (request, context) -> {
            throw new IllegalStateException("deliberate");
        };
        ExchangeObserver throwingLater = (request, context) -> end -> {
            throw new IllegalStateException("deliberate");
        };
        for (ExchangeObserver observer : List.of(throwing, throwingLater)) {
            DockerClient observed = DockerClient.builder().observer(observer).build();
            StepVerifier.create(Mono.usingWhen(
                            Mono.just(observed), each -> each.system().ping(), DockerClient::close))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SHORT);
        }
    }

    @Test
    void twoAreToldAfterEachOther() {
        RecordedExchanges second = new RecordedExchanges();
        DockerClient both =
                DockerClient.builder().observer(exchanges.and(second)).build();

        Mono.usingWhen(Mono.just(both), each -> each.system().ping(), DockerClient::close)
                .block(SHORT);

        assertThat(exchanges.lines()).isNotEmpty().isEqualTo(second.lines());
    }
}
