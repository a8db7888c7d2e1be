package dev.enclave.engine.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.testing.ScriptedEngine;
import dev.enclave.testing.ScriptedRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

@Tag("C3")
@DisplayName("What is taken for abandoned (C3)")
class ReaperTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final long NO_PID = 1L << 30;

    private final OwnerIdentity self = OwnerIdentity.ofThisProcess();
    private final String dead = new OwnerIdentity(self.host(), NO_PID, 1).toLabel();

    private static boolean isRemoved(String state, Map<String, String> labels) {
        String json = labels.entrySet().stream()
                .map(label -> "\"%s\":\"%s\"".formatted(label.getKey(), label.getValue()))
                .collect(Collectors.joining(",", "[{\"Id\":\"abc\",\"State\":\"" + state + "\",\"Labels\":{", "}}]"));
        try (ScriptedEngine engine = ScriptedEngine.onUnixSocket(connection -> {
            for (ScriptedRequest next = connection.readRequest(); next != null; next = connection.readRequest()) {
                if (next.line().startsWith("DELETE")) {
                    connection.send("HTTP/1.1 204 Scripted\r\n\r\n");
                } else {
                    connection.sendJson(200, json);
                }
            }
        })) {
            DockerClient client = engine.client();
            EngineCalls calls = new EngineCalls(id -> ContainerRemoval.remove(client, id), 1, Mono.never());
            Long count = new Reaper(client, calls, Clock.fixed(NOW, ZoneOffset.UTC))
                    .reap(OwnerIdentity.ofThisProcess())
                    .block(PATIENCE);
            client.close().block(PATIENCE);
            boolean deleted = engine.requests().stream()
                    .anyMatch(request -> request.target().matches("DELETE .*/containers/abc\\?.*force=(1|true).*"));
            assertThat(count).isEqualTo(deleted ? 1 : 0);
            return deleted;
        }
    }

    private static boolean isDetachedRemoved(String expires) {
        return isRemoved("running", Map.of(Labels.LIFETIME, Labels.DETACHED, Labels.EXPIRES, expires));
    }

    private static boolean isEphemeralRemoved(String state, String owner) {
        return isRemoved(
                state, Map.of(Labels.LIFETIME, Labels.EPHEMERAL, Labels.OWNER, owner, Labels.CREATED, NOW.toString()));
    }

    @Test
    void aDetachedOneWhoseTimeIsOver() {
        assertThat(isDetachedRemoved(NOW.minusMillis(1).toString())).isTrue();
    }

    @Test
    void notADetachedOneWhoseTimeIsNotOver() {
        assertThat(isDetachedRemoved(NOW.plusMillis(1).toString())).isFalse();
    }

    @Test
    void notADetachedOneWhoseOwnerIsDead() {
        assertThat(isRemoved("running", Map.of(Labels.LIFETIME, Labels.DETACHED, Labels.OWNER, dead)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "+1000000000-12-31T23:59:59.999999999Z"})
    void notADetachedOneWhoseTimeCannotBeRead(String garbage) {
        assertThat(isDetachedRemoved(garbage)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"created", "running", "exited"})
    void anEphemeralOneWhoseOwnerIsDead(String state) {
        assertThat(isEphemeralRemoved(state, dead)).isTrue();
    }

    @Test
    void notAnEphemeralOneWhoseOwnerLives() {
        assertThat(isEphemeralRemoved("running", self.toLabel())).isFalse();
        assertThat(isEphemeralRemoved("created", self.toLabel())).isFalse();
    }

    @Test
    void notAnEphemeralOneOfAnotherHost() {
        assertThat(isEphemeralRemoved("created", "another/" + NO_PID + "/1")).isFalse();
    }

    @Test
    void anEphemeralOneThatWasNotStartedForAnHourWhoeverOwnsIt() {
        Map<String, String> labels = Map.of(
                Labels.LIFETIME,
                Labels.EPHEMERAL,
                Labels.OWNER,
                "another/1/1",
                Labels.CREATED,
                NOW.minus(Duration.ofMinutes(61)).toString());

        assertThat(isRemoved("created", labels)).isTrue();
        assertThat(isRemoved("running", labels)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "+1000000000-12-31T23:59:59.999999999Z"})
    void notAnEphemeralOneWhoseAgeCannotBeRead(String garbage) {
        assertThat(isRemoved("created", Map.of(Labels.LIFETIME, Labels.EPHEMERAL, Labels.CREATED, garbage)))
                .isFalse();
    }
}
