package dev.enclave.docker.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.testing.ScriptedClient;
import dev.enclave.testing.ScriptedConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.StepVerifier;

/** The exit code of a command that an engine has not recorded yet when it is asked for: every state between, one after the other. */
@Tag("C8")
class ExitCodeTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final String STILL_RUNNING = state(true, "null");
    private static final String NOT_RECORDED = state(false, "null");
    private static final String NOT_RECORDED_AND_ABSENT = "{\"ID\":\"e\",\"Running\":false}";
    private static final String STALE = state(true, "0");

    @RegisterExtension
    final ScriptedClient scripted = new ScriptedClient();

    private final AtomicInteger asked = new AtomicInteger();

    private static String state(boolean running, String exitCode) {
        return String.format(Locale.ROOT, "{\"ID\":\"e\",\"Running\":%s,\"ExitCode\":%s}", running, exitCode);
    }

    /** Answers with each state once, and with the last one from then on. */
    private void start(List<String> states) {
        scripted.start(connection -> answer(connection, states));
    }

    private void answer(ScriptedConnection connection, List<String> states) throws IOException {
        while (connection.readRequest() != null) {
            String state = states.get(Math.min(asked.getAndIncrement(), states.size() - 1));
            boolean gone = state.isEmpty();
            connection.sendJson(gone ? 404 : 200, gone ? "{\"message\":\"No such exec instance: e\"}" : state);
        }
    }

    @Test
    void isWaitedForUntilTheEngineHasRecordedIt() {
        start(List.of(STILL_RUNNING, NOT_RECORDED, NOT_RECORDED_AND_ABSENT, state(false, "7")));

        scripted.client()
                .execs()
                .exitCode("e", SHORT)
                .as(StepVerifier::create)
                .expectNext(7)
                .expectComplete()
                .verify(SHORT);
        assertThat(asked).hasValue(4);
    }

    /** The end of the output comes before that of the process: what stands there meanwhile is not its code. */
    @Test
    void isNotThatOfACommandThatStillRuns() {
        start(List.of(STALE, state(false, "137")));

        scripted.client()
                .execs()
                .exitCode("e", SHORT)
                .as(StepVerifier::create)
                .expectNext(137)
                .expectComplete()
                .verify(SHORT);
    }

    @ParameterizedTest
    @MethodSource("statesWithoutACode")
    void isNeverInvented(String state) {
        Duration brief = Duration.ofMillis(300);
        start(List.of(state));

        scripted.client()
                .execs()
                .exitCode("e", brief)
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                DockerTimeoutException.class,
                                timeout -> assertThat(timeout.timeout()).isEqualTo(brief))
                        .hasMessageContainingAll("GET /exec/e/json", "exit code"))
                .verify(SHORT);
        assertThat(asked).hasValueGreaterThan(1);
    }

    static List<String> statesWithoutACode() {
        return List.of(STILL_RUNNING, NOT_RECORDED, NOT_RECORDED_AND_ABSENT, STALE);
    }

    @Test
    void isNotToBeHadOfACommandThatTheEngineHasForgottenMeanwhile() {
        start(List.of(STILL_RUNNING, NOT_RECORDED, ""));

        scripted.client()
                .execs()
                .exitCode("e", SHORT)
                .as(StepVerifier::create)
                .expectError(NotFoundException.class)
                .verify(SHORT);
        assertThat(asked).hasValue(3);
    }
}
