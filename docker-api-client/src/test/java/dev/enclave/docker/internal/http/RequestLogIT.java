package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.exec.Execs;
import dev.enclave.docker.images.ImageReference;
import dev.enclave.docker.images.RegistryAuth;
import dev.enclave.testing.Failures;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** At TRACE the log shows requests and answers, and no secret in them. */
@Tag("C12")
class RequestLogIT {

    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final String SECRET = "hush-5f1c";

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.enclave.request");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private List<String> messages() {
        return List.copyOf(lines.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void showsRequestsAndAnswersWithoutTheValuesOfTheEnvironment() {
        String container =
                containers.start(TestContainers.config("sleep", "600").env(List.of("TOKEN=" + SECRET)));
        TestEngine.client().containers().inspect(container).block(SHORT);
        TestEngine.client()
                .execs()
                .create(
                        container,
                        Execs.config("true").env(List.of("KEY=" + SECRET)).build())
                .block(SHORT);

        assertThat(messages())
                .anyMatch(line -> line.startsWith("POST /containers/create (unary) query 'name=" + container)
                        && line.contains("\"Cmd\":[\"sleep\",\"600\"]")
                        && line.contains("TOKEN=***"))
                .anyMatch(line -> line.startsWith("GET /containers/" + container + "/json -> 200 {")
                        && line.contains("TOKEN=***"))
                .anyMatch(line -> line.contains("KEY=***"))
                .noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void showsNoCredentials() {
        RegistryAuth auth = new RegistryAuth("user", SECRET, "localhost:1", null);

        Failures.of(
                TestEngine.client().images().pull(ImageReference.of("localhost:1/nothing:here"), auth),
                DockerApiException.class);
        Failures.of(TestEngine.client().system().checkAuth(auth), DockerApiException.class);

        assertThat(messages())
                .anyMatch(line -> line.startsWith("POST /images/create") && line.contains("X-Registry-Auth=***"))
                .anyMatch(line -> line.startsWith("POST /auth") && line.contains("\"Password\":\"***\""))
                .noneMatch(line -> line.contains(SECRET));
    }
}
