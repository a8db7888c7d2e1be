package dev.enclave.docker.internal.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.EngineErrorException;
import dev.enclave.docker.StreamFailedException;
import dev.enclave.docker.images.ImageReference;
import dev.enclave.docker.images.PullProgress;
import dev.enclave.docker.images.RegistryAuth;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.ScriptedClient;
import dev.enclave.testing.ScriptedEngine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class ImageStreamsTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final ImageReference IMAGE = ImageReference.of("registry.example:5000/team/app:1");
    private static final String STEP =
            "{\"status\":\"Downloading\",\"progressDetail\":{\"current\":5,\"total\":10},\"id\":\"l1\"}";

    @RegisterExtension
    final ScriptedClient scripted = new ScriptedClient();

    /** Answers with a body in one chunk. */
    private void start(String body) {
        start(connection -> {
            while (connection.readRequest() != null) {
                connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                connection.send(Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
            }
        });
    }

    private void start(ScriptedEngine.Script script) {
        scripted.start(script);
    }

    @Nested
    class Pull {

        @Test
        @Tag("C12")
        void emitsEachStepAndCompletesAtTheEnd() {
            start("{\"status\":\"Pulling from team/app\",\"id\":\"1\"}\r\n" + STEP
                    + "\r\n{\"status\":\"Status: done\"}\r\n");

            scripted.client()
                    .images()
                    .pull(IMAGE, null)
                    .as(StepVerifier::create)
                    .assertNext(step -> assertThat(step.status()).isEqualTo("Pulling from team/app"))
                    .expectNext(new PullProgress("l1", "Downloading", new PullProgress.Detail(5L, 10L)))
                    .expectNext(new PullProgress(null, "Status: done", null))
                    .expectComplete()
                    .verify(SHORT);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "`{\"errorDetail\":{\"message\":\"no space\"},\"error\":\"no space\"}` | no space",
                    "`{\"errorDetail\":{\"code\":401,\"message\":\"denied\"}}`             | denied",
                    "`{\"error\":\"old engines say it here\"}`                            | old engines say it here",
                    "`{\"errorDetail\":{},\"error\":{\"code\":3}}`                        | {code=3}",
                    "`{\"errorDetail\":{\"code\":7}}`                                     | (no message)",
                    "`{\"Error\":\"whatever the case\"}`                                  | whatever the case",
                })
        @Tag("C8")
        void failsWithWhatTheEngineSaysInsideTheStream(String line, String message) {
            start(STEP + "\n" + line + "\n" + STEP);

            scripted.client()
                    .images()
                    .pull(IMAGE, null)
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(StreamFailedException.class, failed -> {
                                assertThat(failed.engineMessage()).isEqualTo(message);
                                assertThat(failed.operation()).isEqualTo("POST /images/create");
                            }))
                    .verify(SHORT);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"status\":\"x\"}<html>", "{\"status\":", "{\"status\":1", "{\"progressDetail\":7}"})
        @Tag("C8")
        void failsWhenTheStreamMakesNoSense(String body) {
            start(body);

            scripted.client()
                    .images()
                    .pull(IMAGE, null)
                    .then()
                    .as(StepVerifier::create)
                    .expectError(DockerProtocolException.class)
                    .verify(SHORT);
        }

        @Test
        @Tag("C8")
        void failsWhenTheConnectionIsLostThoughTheLastLineWasWhole() {
            start(connection -> {
                connection.readRequest();
                connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                connection.send(Integer.toHexString(STEP.length()) + "\r\n" + STEP + "\r\n");
            });

            scripted.client()
                    .images()
                    .pull(IMAGE, null)
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectError(ConnectionLostException.class)
                    .verify(SHORT);
        }

        @Test
        @Tag("C1")
        void closesItsConnectionWhenCancelled() {
            start(connection -> {
                connection.readRequest();
                connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                connection.awaitEnd();
            });

            scripted.client()
                    .images()
                    .pull(IMAGE, null)
                    .as(StepVerifier::create)
                    .then(() -> Eventually.holds(
                            "asked", () -> scripted.engine().requests().size() == 1))
                    .thenCancel()
                    .verify(SHORT);

            Eventually.holds(
                    "connection closed",
                    () -> scripted.engine().connections().get(0).hasEnded());
        }

        @ParameterizedTest
        @CsvSource({
            "app, /v1.41/images/create?fromImage=app&tag=latest",
            "localhost:5000/a/b:2, /v1.41/images/create?fromImage=localhost%3A5000%2Fa%2Fb&tag=2",
            "app@sha256:0123456789abcdef0123456789abcdef,"
                    + " /v1.41/images/create?fromImage=app&tag=sha256%3A0123456789abcdef0123456789abcdef",
        })
        void alwaysNamesATagOrADigestSoThatNotAllTagsArePulled(String image, String target) {
            start("");

            scripted.client().images().pull(ImageReference.of(image), null).blockLast(SHORT);

            assertThat(scripted.engine().requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.target()).isEqualTo("POST " + target));
        }
    }

    @Nested
    class Credentials {

        /** Its standard base64 form has letters that the URL-safe alphabet has not. */
        private static final String PASSWORD = "k?>k?>~~-hunter2";

        private final RegistryAuth auth = new RegistryAuth("tester", PASSWORD, "registry.example:5000");

        @Test
        void areSentInTheUrlSafeAlphabetWithPadding() {
            start("");

            scripted.client().images().pull(IMAGE, auth).blockLast(SHORT);

            String header = scripted.engine().requests().get(0).headers().get("x-registry-auth");
            assertThat(header).doesNotContain("+", "/").hasSizeGreaterThan(40);
            assertThat(header.length() % 4).isZero();
            assertThat(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
                    .isEqualTo("{\"Username\":\"tester\",\"Password\":\"" + PASSWORD
                            + "\",\"Serveraddress\":\"registry.example:5000\"}");
        }

        @Test
        void areNotSentWhenThereAreNone() {
            start("");

            scripted.client().images().pull(IMAGE, null).blockLast(SHORT);

            assertThat(scripted.engine().requests().get(0).headers()).doesNotContainKey("x-registry-auth");
        }

        @Test
        void appearInNoText() {
            start("");

            assertThat(auth.toString()).contains("tester").doesNotContain(PASSWORD);
        }

        @Test
        void appearInNoErrorAndNoLog() {
            start(connection -> {
                while (connection.readRequest() != null) {
                    connection.sendJson(500, "{\"message\":\"unauthorized\"}");
                }
            });
            Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            Logger ours = (Logger) LoggerFactory.getLogger("dev.enclave");
            Level before = ours.getLevel();
            ListAppender<ILoggingEvent> log = new ListAppender<>();
            log.start();
            root.addAppender(log);
            ours.setLevel(Level.TRACE);

            try {
                scripted.client()
                        .images()
                        .pull(IMAGE, auth)
                        .as(StepVerifier::create)
                        .expectErrorSatisfies(error -> {
                            assertThat(error).isInstanceOf(EngineErrorException.class);
                            assertNoSecret(trace(error));
                        })
                        .verify(SHORT);
            } finally {
                root.detachAppender(log);
                ours.setLevel(before);
            }

            assertThat(log.list).isNotEmpty();
            log.list.forEach(event -> assertNoSecret(event.getFormattedMessage()));
        }

        private void assertNoSecret(String text) {
            String sent = scripted.engine().requests().get(0).headers().get("x-registry-auth");
            assertThat(text).doesNotContain(PASSWORD).doesNotContain(sent);
        }

        private static String trace(Throwable error) {
            StringWriter text = new StringWriter();
            error.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
    }

    @Nested
    class ImportAndLoad {

        @Test
        void tellWhichImageAnImportMade() {
            start("{\"status\":\"sha256:abc\"}\n");
            assertThat(scripted.client()
                            .images()
                            .importFileSystem(IMAGE, Flux.empty())
                            .block(SHORT))
                    .isEqualTo("sha256:abc");
        }

        @Test
        void tellWhichImagesWereLoaded() {
            start("{\"stream\":\"Loaded image: app:1\\n\"}\n{\"stream\":\"Loaded image: app:2\\n\"}");
            assertThat(scripted.client().images().load(Flux.empty()).block(SHORT))
                    .isEqualTo(List.of("Loaded image: app:1", "Loaded image: app:2"));
        }

        @Test
        @Tag("C8")
        void failWithWhatTheEngineSaysInsideASuccess() {
            start("{\"errorDetail\":{\"message\":\"unexpected EOF\"},\"error\":\"unexpected EOF\"}");

            scripted.client()
                    .images()
                    .importFileSystem(IMAGE, Flux.empty())
                    .as(StepVerifier::create)
                    .expectError(StreamFailedException.class)
                    .verify(SHORT);
            scripted.client()
                    .images()
                    .load(Flux.empty())
                    .as(StepVerifier::create)
                    .expectError(StreamFailedException.class)
                    .verify(SHORT);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{}", "not json", "{\"status\":"})
        @Tag("C8")
        void failWhenTheAnswerNamesNoImage(String body) {
            start(body);

            scripted.client()
                    .images()
                    .importFileSystem(IMAGE, Flux.empty())
                    .as(StepVerifier::create)
                    .expectError(DockerProtocolException.class)
                    .verify(SHORT);
        }

        @Test
        @Tag("C8")
        void failWhenTheAnswerEndsInsideAnObject() {
            start("{\"stream\":\"Loaded image: app:1\\n\"}{\"stream\":");

            scripted.client()
                    .images()
                    .load(Flux.empty())
                    .as(StepVerifier::create)
                    .expectError(DockerProtocolException.class)
                    .verify(SHORT);
        }
    }
}
