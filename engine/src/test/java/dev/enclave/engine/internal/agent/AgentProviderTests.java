package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.enclave.docker.DockerClient;
import dev.enclave.engine.AgentFailedException;
import dev.enclave.engine.AgentUse;
import dev.enclave.engine.internal.background.BackgroundTasks;
import dev.enclave.testing.ScriptedEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What is made of an engine that cannot have the agent, and of one that does not answer. */
class AgentProviderTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.enclave.lifecycle");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicInteger questions = new AtomicInteger();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    /** An engine that says its architecture, and nothing else. */
    private ScriptedEngine engineOf(String architecture) {
        return ScriptedEngine.onUnixSocket(connection -> {
            while (connection.readRequest() != null) {
                questions.incrementAndGet();
                connection.sendJson(
                        200,
                        "{\"Version\":\"1\",\"ApiVersion\":\"1.41\",\"Os\":\"linux\",\"Arch\":\"" + architecture
                                + "\"}");
            }
        });
    }

    /** An engine that refuses whatever is asked of it after its architecture. */
    private static ScriptedEngine refusing() {
        return ScriptedEngine.onUnixSocket(connection -> {
            for (var next = connection.readRequest(); next != null; next = connection.readRequest()) {
                if (next.target().endsWith("/version")) {
                    connection.sendJson(200, "{\"Version\":\"1\",\"ApiVersion\":\"1.41\",\"Arch\":\"amd64\"}");
                } else {
                    connection.sendJson(403, "{\"message\":\"no volumes here\"}");
                }
            }
        });
    }

    private static Mono<Optional<AgentVolume>> twice(DockerClient client, AgentUse use) {
        AgentProvider provider = new AgentProvider(client, use, new BackgroundTasks(), () -> {});
        return provider.provide("image", Map.of()).then(provider.provide("image", Map.of()));
    }

    @Test
    void doesWithoutWhereThereIsNoneForTheArchitectureAndSaysSoOnce() {
        try (ScriptedEngine engine = engineOf("riscv64")) {
            DockerClient client = engine.client();

            twice(client, AgentUse.PREFERRED)
                    .as(StepVerifier::create)
                    .expectNext(Optional.empty())
                    .expectComplete()
                    .verify(PATIENCE);

            client.close().block(PATIENCE);
        }
        assertThat(questions).hasValue(1);
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage())
                    .contains("commands run through the exec API")
                    .contains("'riscv64'");
        });
    }

    @Test
    void failsWhereTheAgentIsRequiredAndThereIsNoneForTheArchitecture() {
        try (ScriptedEngine engine = engineOf("riscv64")) {
            DockerClient client = engine.client();

            twice(client, AgentUse.REQUIRED)
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(AgentFailedException.class)
                            .hasMessageContaining("'riscv64'"))
                    .verify(PATIENCE);

            client.close().block(PATIENCE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PREFERRED", "REQUIRED"})
    void takesARefusalForAnAnswer(AgentUse use) {
        AgentBuild.skipUnless(AgentBinary.load("amd64").isPresent(), "this build has no agent for amd64");
        try (ScriptedEngine engine = refusing()) {
            DockerClient client = engine.client();
            StepVerifier.FirstStep<Optional<AgentVolume>> step =
                    twice(client, use).as(StepVerifier::create);

            if (use == AgentUse.PREFERRED) {
                step.expectNext(Optional.empty()).expectComplete().verify(PATIENCE);
            } else {
                step.expectErrorSatisfies(e -> assertThat(e)
                                .isInstanceOf(AgentFailedException.class)
                                .hasMessageContaining("no volumes here"))
                        .verify(PATIENCE);
            }

            client.close().block(PATIENCE);
        }
    }

    /** Its sandboxes would all be slow for a while, for a moment without a connection. */
    @ParameterizedTest
    @EnumSource(names = {"PREFERRED", "REQUIRED"})
    void doesNotTakeAnEngineThatCannotBeReachedForOneWithoutAnAgent(AgentUse use) throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (ScriptedEngine engine = ScriptedEngine.onUnixSocket(connection -> {
            connections.incrementAndGet();
            connection.close();
        })) {
            DockerClient client = engine.client();
            AgentProvider provider = new AgentProvider(client, use, new BackgroundTasks(), () -> {});
            Mono<Optional<AgentVolume>> provided = provider.provide("image", Map.of());

            StepVerifier.create(provided)
                    .expectError(AgentFailedException.class)
                    .verify(PATIENCE);
            int before = connections.get();
            // The next one asks again.
            StepVerifier.create(provided)
                    .expectError(AgentFailedException.class)
                    .verify(PATIENCE);

            assertThat(connections.get()).isGreaterThan(before);
            client.close().block(PATIENCE);
        }
        assertThat(lines.list).isEmpty();
    }

    @Test
    void asksNothingWhereNoAgentIsWanted() {
        try (ScriptedEngine engine = engineOf("amd64")) {
            DockerClient client = engine.client();

            twice(client, AgentUse.NEVER)
                    .as(StepVerifier::create)
                    .expectNext(Optional.empty())
                    .expectComplete()
                    .verify(PATIENCE);

            client.close().block(PATIENCE);
        }
        assertThat(questions).hasValue(0);
    }
}
