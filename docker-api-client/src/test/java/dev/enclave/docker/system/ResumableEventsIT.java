package dev.enclave.docker.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import dev.enclave.testing.proxy.FaultProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Events over connections that break. */
@Conformance("system.resumableEvents")
class ResumableEventsIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    private final DockerClient direct = TestEngine.client();
    private final String mark = TestRun.name("mark");
    private final EventOptions ours =
            EventOptions.ALL.withFilter("type", "container").withFilter("label", TestContainers.MARK + "=" + mark);

    private FaultProxy proxy;
    private DockerClient client;

    @BeforeEach
    void open() {
        proxy = FaultProxy.toTestEngine();
        client = DockerClient.create(
                DockerClientOptions.DEFAULTS.withEndpoint(proxy.endpoint()).withEventLoopThreads(1));
    }

    @AfterEach
    void close() {
        client.close().block(SHORT);
        proxy.close();
    }

    /** Two events. */
    private String createAndRemove() {
        return TestContainers.createAndRemove(direct, mark);
    }

    /** Podman has another word for the removal, and more events. */
    private static Flux<String> createdOrRemoved(Flux<EngineEvent> events) {
        return events.filter(event -> List.of("create", "destroy", "remove").contains(String.valueOf(event.action())))
                .map(event -> (event.action().equals("create") ? "create " : "destroy ")
                        + event.actor().attributes().get("name"));
    }

    private static List<String> expected(List<String> names) {
        return names.stream()
                .flatMap(name -> List.of("create " + name, "destroy " + name).stream())
                .toList();
    }

    @Test
    void areAllThereOnceHoweverOftenTheConnectionBreaks() {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<String> made = new ArrayList<>();
        Disposable watching = client.system()
                .resumableEvents(ours.between(Instant.now(), Instant.now().plusSeconds(3_600)), SHORT)
                .transform(ResumableEventsIT::createdOrRemoved)
                .subscribe(seen::add);

        for (int i = 0; i < 40; i++) {
            made.add(createAndRemove());
            if (i % 4 == 1) {
                proxy.cut();
            } else if (i % 10 == 6) {
                proxy.down();
            } else if (i % 10 == 9) {
                proxy.up();
            }
        }

        Eventually.get("events", () -> seen, all -> all.size() >= 80);
        assertThat(seen).isEqualTo(expected(made));
        watching.dispose();
    }

    @Test
    void beginWithTheSubscription() {
        createAndRemove();
        List<String> seen = new CopyOnWriteArrayList<>();
        Disposable watching = client.system()
                .resumableEvents(ours, SHORT)
                .transform(ResumableEventsIT::createdOrRemoved)
                .subscribe(seen::add);
        List<String> made = new ArrayList<>();
        // Until the engine has been asked for its time.
        while (seen.isEmpty()) {
            made.add(createAndRemove());
        }
        proxy.cut();
        made.add(createAndRemove());
        String last = made.get(made.size() - 1);

        Eventually.get("events", () -> seen, all -> all.contains("destroy " + last));
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(expected(made)).endsWith(seen.toArray(String[]::new));
        watching.dispose();
    }

    @Test
    @Tag("C8")
    void failWhenTheEngineIsAwayForTooLong() {
        Flux<EngineEvent> events = client.system()
                .resumableEvents(ours.between(Instant.now(), Instant.now().plusSeconds(3_600)), Duration.ofMillis(500));

        events.transform(ResumableEventsIT::createdOrRemoved)
                .as(StepVerifier::create)
                .then(this::createAndRemove)
                .expectNextCount(2)
                .then(proxy::down)
                .expectError(ConnectionLostException.class)
                .verify(SHORT);
    }

    @Test
    @Tag("C8")
    void failAtOnceWhenTheFirstConnectionCannotBeMade() {
        proxy.down();
        client.system()
                .resumableEvents(ours, SHORT)
                .as(StepVerifier::create)
                .expectError(ConnectionLostException.class)
                .verify(SHORT);
        assertThatIllegalArgumentException().isThrownBy(() -> client.system().resumableEvents(ours, Duration.ZERO));
    }

    @Test
    void endAtTheTimeThatWasAskedFor() {
        client.system()
                .resumableEvents(ours.between(Instant.now(), Instant.now().plusMillis(300)), SHORT)
                .as(StepVerifier::create)
                .expectComplete()
                .verify(SHORT);
    }
}
