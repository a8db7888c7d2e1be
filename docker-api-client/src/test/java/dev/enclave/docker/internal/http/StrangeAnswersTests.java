package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.WaitCondition;
import dev.enclave.testing.ScriptedClient;
import dev.enclave.testing.ScriptedEngine;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** Answers to short requests that make no sense: each is a typed error, none passes for a success. */
@Tag("C8")
class StrangeAnswersTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final ContainerConfig CONFIG = ContainerConfig.builder("x").build();

    @RegisterExtension
    final ScriptedClient scripted = new ScriptedClient();

    private void start(ScriptedEngine.Script script) {
        scripted.start(script);
    }

    private void answer(String body) {
        start(connection -> {
            while (connection.readRequest() != null) {
                connection.sendJson(200, body);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>hello</html>", "", "[]", "{\"ID\":", "null"})
    void itIsAProtocolError(String body) {
        answer(body);

        scripted.client()
                .containers()
                .inspect("c")
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(DockerProtocolException.class)
                        .hasMessageContaining("GET /containers/c/json"))
                .verify(SHORT);
    }

    /** Docker writes null for a list without elements in some answers, in some versions. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "null\n", "[]"})
    void nullIsAnEmptyList(String body) {
        answer(body);

        scripted.client()
                .containers()
                .changes("c")
                .as(StepVerifier::create)
                .expectComplete()
                .verify(SHORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "nul", "nothing", "{}"})
    void otherThingsAreNoEmptyList(String body) {
        answer(body);

        scripted.client()
                .containers()
                .changes("c")
                .as(StepVerifier::create)
                .expectError(DockerProtocolException.class)
                .verify(SHORT);
    }

    @Test
    void garbageInsteadOfHttpIsATypedError() {
        start(connection -> {
            connection.readRequest();
            connection.send("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        });

        scripted.client()
                .containers()
                .create("c", CONFIG)
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error).isInstanceOf(DockerException.class))
                .verify(SHORT);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307})
    void aRedirectIsAnErrorAndNeverTakenForSuccess(int status) {
        start(connection -> {
            while (connection.readRequest() != null) {
                connection.send("HTTP/1.1 " + status + " X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
            }
        });

        scripted.client()
                .containers()
                .start("c")
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                DockerApiException.class,
                                api -> assertThat(api.status()).isEqualTo(status)))
                .verify(SHORT);
    }

    @Test
    void notModifiedMeansThatItIsSoAlready() {
        start(connection -> {
            while (connection.readRequest() != null) {
                connection.send("HTTP/1.1 304 Not Modified\r\n\r\n");
            }
        });

        scripted.client()
                .containers()
                .start("c")
                .as(StepVerifier::create)
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    void aPingFromAnEngineWithAStrangeVersionIsATypedError() {
        start(connection -> {
            while (connection.readRequest() != null) {
                connection.send("HTTP/1.1 200 OK\r\nApi-Version: newest\r\nContent-Length: 2\r\n\r\nOK");
            }
        });

        scripted.client()
                .system()
                .ping()
                .as(StepVerifier::create)
                .expectError(DockerProtocolException.class)
                .verify(SHORT);
    }

    @Test
    void aPathThatIsDescribedByGarbageIsAProtocolError() {
        start(connection -> {
            while (connection.readRequest() != null) {
                connection.send("HTTP/1.1 200 OK\r\nX-Docker-Container-Path-Stat: ###\r\nContent-Length: 0\r\n\r\n");
            }
        });

        scripted.client()
                .containers()
                .statPath("c", "/x")
                .as(StepVerifier::create)
                .expectError(DockerProtocolException.class)
                .verify(SHORT);
    }

    @Test
    void aPathThatIsNotDescribedIsAProtocolError() {
        start(connection -> {
            while (connection.readRequest() != null) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });

        scripted.client()
                .containers()
                .statPath("c", "/x")
                .as(StepVerifier::create)
                .expectError(DockerProtocolException.class)
                .verify(SHORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"StatusCode\":0,\"Error\":{\"Message\":\"the wait broke\"}}", "", "null", "{\"Status"})
    void aWaitThatBrokeIsNoExitOfZero(String body) {
        start(connection -> {
            connection.readRequest();
            connection.sendJson(200, body);
        });

        scripted.client()
                .containers()
                .waitFor("c", WaitCondition.NOT_RUNNING)
                .as(StepVerifier::create)
                .expectError(DockerProtocolException.class)
                .verify(SHORT);
    }
}
