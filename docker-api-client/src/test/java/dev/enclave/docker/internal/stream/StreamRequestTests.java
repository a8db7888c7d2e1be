package dev.enclave.docker.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a stream is asked for, and how the bytes of its answer are read (C7: engines before and after 1.42 say it differently, Podman says it with a 200). */
@Tag("C7")
class StreamRequestTests {

    private static final String TYPE = "application/vnd.docker.";

    @ParameterizedTest(name = "known={0}, typed={1}, hijack={2}, type={3}, upgraded={4}: {5}")
    @CsvSource({
        // Before 1.42 the type is always raw-stream, so only what the caller knows counts.
        "MULTIPLEXED, false, true,  raw-stream,         true,  MULTIPLEXED",
        "RAW,         false, true,  raw-stream,         true,  RAW",
        "MULTIPLEXED, false, false, raw-stream,         false, MULTIPLEXED",
        // From 1.42 on it is the truth, except on a hijack that was not upgraded.
        "MULTIPLEXED, true,  true,  raw-stream,         true,  RAW",
        "RAW,         true,  true,  multiplexed-stream, true,  MULTIPLEXED",
        "MULTIPLEXED, true,  true,  raw-stream,         false, MULTIPLEXED",
        "MULTIPLEXED, true,  false, raw-stream,         false, RAW",
        // A multiplexed-stream is never said in vain.
        "RAW,         false, true,  multiplexed-stream, false, MULTIPLEXED",
        // Nothing said.
        "MULTIPLEXED, true,  true,  '',                 true,  MULTIPLEXED",
        "RAW,         true,  false, '',                 false, RAW",
    })
    void choosesTheFraming(
            Framing known, boolean typed, boolean hijack, String type, boolean upgraded, Framing expected) {
        StreamRequest request = new StreamRequest(
                "GET /x", "GET", "/x", Map.of(), new byte[0], hijack, true, known, typed, Duration.ofSeconds(1), null);

        assertThat(request.framingFor(type.isEmpty() ? "" : TYPE + type, upgraded))
                .isEqualTo(expected);
    }

    @Nested
    class Asks {

        @Test
        void forAnUpgradeWithTheJsonBody() {
            HeadHandlerChannel channel = HeadHandlerChannel.of("POST", "/v1.41/exec/1/start", true, "{\"Tty\":false}");

            assertThat(channel.sent())
                    .startsWith("POST /v1.41/exec/1/start HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nhost: docker\r\n")
                    .containsIgnoringCase("\r\nconnection: Upgrade\r\n")
                    .containsIgnoringCase("\r\nupgrade: tcp\r\n")
                    .containsIgnoringCase("\r\ncontent-type: application/json\r\n")
                    .containsIgnoringCase("\r\ncontent-length: 13\r\n")
                    .endsWith("\r\n\r\n{\"Tty\":false}");
        }

        @Test
        void withALengthOfZeroForAPostWithoutABody() {
            assertThat(HeadHandlerChannel.hijacking().sent())
                    .containsIgnoringCase("\r\ncontent-length: 0\r\n")
                    .doesNotContainIgnoringCase("content-type");
        }

        @Test
        void withoutUpgradeAndLengthForAGet() {
            assertThat(HeadHandlerChannel.getting().sent())
                    .doesNotContainIgnoringCase("upgrade")
                    .doesNotContainIgnoringCase("content-length");
        }

        @Test
        void sendsTextAsUtf8() {
            String body = "{\"Cmd\":[\"h\u00e9\"]}";
            HeadHandlerChannel channel = HeadHandlerChannel.of("POST", "/x", true, body);

            assertThat(channel.sent())
                    .endsWith(new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        }
    }
}
