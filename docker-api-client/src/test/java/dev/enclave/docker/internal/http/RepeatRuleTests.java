package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.EngineErrorException;
import dev.enclave.docker.EngineUnreachableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepeatRuleTests {

    private static final ApiRequest GET = ApiRequest.get("/info");
    private static final ApiRequest POST = ApiRequest.post("/containers/create");
    private final ConnectionLostException notSent = new ConnectionLostException("x", "not sent", false, null);
    private final ConnectionLostException unknown = new ConnectionLostException("x", "unknown", true, null);

    @Test
    void repeatsWhatOnlyReads() {
        assertThat(RepeatRule.mayRepeat(GET, unknown)).isTrue();
        assertThat(RepeatRule.mayRepeat(GET, notSent)).isTrue();
    }

    @Test
    void repeatsWhatSurelyNeverReachedTheEngine() {
        assertThat(RepeatRule.mayRepeat(POST, notSent)).isTrue();
    }

    @Test
    void neverRepeatsACreateOnSuspicion() {
        assertThat(RepeatRule.mayRepeat(POST, unknown)).isFalse();
    }

    @Test
    void repeatsNothingForAnotherReasonThanALostConnection() {
        assertThat(RepeatRule.mayRepeat(GET, new EngineErrorException("GET /info", 500, "x")))
                .isFalse();
        assertThat(RepeatRule.mayRepeat(GET, new EngineUnreachableException("GET /info", "x", "y", null)))
                .isFalse();
        assertThat(RepeatRule.mayRepeat(GET, new DockerTimeoutException("GET /info", "x", Duration.ofSeconds(1), null)))
                .isFalse();
    }
}
