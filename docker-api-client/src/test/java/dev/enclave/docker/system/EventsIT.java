package dev.enclave.docker.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.containers.WaitCondition;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@OnEverySocket
@Conformance("system.events")
class EventsIT {

    private static final Duration SHORT = Duration.ofSeconds(30);

    /** Docker's word, and Podman's. */
    private static final Set<String> REMOVAL = Set.of("destroy", "remove");

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private DockerClient client() {
        return TestEngine.client(kind);
    }

    @Test
    void tellLiveWhatHappensToAContainer() {
        Instant before = Instant.now();
        String container = containers.create(TestContainers.config("sh", "-c", "exit 3"));
        // From a moment of the past on, so that nothing is missed while the engine registers the listener.
        EventOptions options =
                new EventOptions(before, null, Map.of("container", List.of(container), "type", List.of("container")));

        client().system()
                .events(options)
                .takeUntil(event -> REMOVAL.contains(event.action()))
                .as(StepVerifier::create)
                .then(() -> runAndRemove(container))
                .recordWith(ArrayList::new)
                .thenConsumeWhile(event -> true)
                .consumeRecordedWith(seen -> {
                    assertThat(seen).extracting(EngineEvent::action).containsSubsequence("create", "start", "die");
                    assertThat(seen).last().extracting(EngineEvent::action).isIn(REMOVAL);
                    assertThat(seen).allSatisfy(event -> {
                        assertThat(event.type()).isEqualTo("container");
                        assertThat(event.timeNano()).isPositive();
                    });
                    assertThat(seen)
                            .filteredOn(event -> "die".equals(event.action()))
                            .allSatisfy(event -> assertThat(event.actor().attributes())
                                    .containsEntry("exitCode", "3")
                                    .containsEntry("name", container));
                })
                .expectComplete()
                .verify(SHORT);
    }

    private void runAndRemove(String container) {
        client().containers()
                .armWait(container, WaitCondition.NEXT_EXIT)
                .flatMap(exit -> client().containers().start(container).then(exit))
                .then(client().containers().remove(container, RemoveOptions.FORCE))
                .block(SHORT);
    }

    @Test
    void ofThePastAreAFiniteList() {
        Instant before = Instant.now();
        String container = containers.create(TestContainers.config("true"));
        client().containers().remove(container, RemoveOptions.FORCE).block(SHORT);

        List<EngineEvent> past = Mono.defer(() -> client().system()
                        .events(EventOptions.ALL
                                .withFilter("container", container)
                                .between(before, Instant.now()))
                        .collectList())
                .block(SHORT);

        assertThat(past).extracting(EngineEvent::action).containsExactly("create", "destroy");
    }

    @Test
    void endAtTheTimeThatWasAskedFor() {
        client().system()
                .events(new EventOptions(null, Instant.now().plusMillis(300), EventOptions.ALL.filters())
                        .withFilter("container", "no-such-container"))
                .as(StepVerifier::create)
                .expectComplete()
                .verify(SHORT);
    }
}
