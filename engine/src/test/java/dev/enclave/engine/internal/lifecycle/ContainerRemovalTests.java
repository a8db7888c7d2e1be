package dev.enclave.engine.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.EngineErrorException;
import dev.enclave.testing.ScriptedConnection;
import dev.enclave.testing.ScriptedEngine;
import dev.enclave.testing.ScriptedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

@Tag("C2")
@DisplayName("A container's removal, however far somebody else has come with it (C2)")
class ContainerRemovalTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String DELETE = "DELETE /containers/abc";
    private static final int LOST = 0;
    /** 500 as Podman sends it where the container changes its state. */
    private static final int PODMAN_IMPROPER = -500;

    /** What deletes are answered; the last one again and again. */
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

    private void play(ScriptedConnection connection) throws IOException {
        for (ScriptedRequest next = connection.readRequest(); next != null; next = connection.readRequest()) {
            if (next.line().startsWith("DELETE")) {
                int status = answers.size() > 1 ? answers.remove() : answers.element();
                if (status == LOST) {
                    return;
                }
                if (status == 204) {
                    connection.send("HTTP/1.1 204 Scripted\r\n\r\n");
                } else {
                    connection.sendJson(Math.abs(status), body(status));
                }
            } else {
                connection.sendJson(200, "{\"StatusCode\":137}");
            }
        }
    }

    private static String body(int status) {
        String cause = status == PODMAN_IMPROPER ? ",\"cause\":\"container state improper\"" : "";
        return "{\"message\":\"scripted\"" + cause + "}";
    }

    /** Removes a container, and returns the requests that this took. */
    private List<String> remove(Consumer<StepVerifier.FirstStep<Void>> expectation, Integer... statuses) {
        answers.addAll(List.of(statuses));
        try (ScriptedEngine engine = ScriptedEngine.onUnixSocket(this::play)) {
            DockerClient client = engine.client();
            expectation.accept(StepVerifier.create(ContainerRemoval.remove(client, "abc")));
            client.close().block(PATIENCE);
            return engine.requests().stream()
                    .map(request -> request.target().replaceAll("/v[0-9.]+|\\?.*", ""))
                    .toList();
        }
    }

    private static void completes(StepVerifier.FirstStep<Void> removal) {
        removal.expectComplete().verify(PATIENCE);
    }

    @Test
    void isOneRequest() {
        assertThat(remove(ContainerRemovalTests::completes, 204)).containsExactly(DELETE);
    }

    @Test
    void isDoneWhenThereIsNoSuchContainer() {
        assertThat(remove(ContainerRemovalTests::completes, 404)).containsExactly(DELETE);
    }

    @Test
    void waitsForARemovalAlreadyInProgress() {
        assertThat(remove(ContainerRemovalTests::completes, 409)).containsExactly(DELETE, "POST /containers/abc/wait");
    }

    @Test
    void isTriedAgainWhenTheEngineFails() {
        assertThat(remove(ContainerRemovalTests::completes, 500, 500, 204)).containsExactly(DELETE, DELETE, DELETE);
    }

    @Test
    void isTriedAgainWhenPodmanIsInBetweenTwoStates() {
        assertThat(remove(ContainerRemovalTests::completes, PODMAN_IMPROPER, PODMAN_IMPROPER, 204))
                .containsExactly(DELETE, DELETE, DELETE);
    }

    @Test
    void isTriedAgainWhenTheConnectionIsLost() {
        assertThat(remove(ContainerRemovalTests::completes, LOST, 404)).contains(DELETE);
    }

    @Test
    void signalsWhatTheEngineSaysWhenItKeepsFailing() {
        assertThat(remove(
                        removal ->
                                removal.expectError(EngineErrorException.class).verify(PATIENCE),
                        500))
                .hasSize(4)
                .containsOnly(DELETE);
    }
}
