package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("C12")
class RedactionTests {

    private static String body(String json) {
        return Redaction.body(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"Env\":[\"A=1\",\"B\",\"C=x=y\"]}                     | {\"Env\":[\"A=***\",\"B\",\"C=***\"]}",
                "{\"Config\":{\"env\":[\"A=1\"],\"Tty\":true}}           | {\"Config\":{\"env\":[\"A=***\"],\"Tty\":true}}",
                "[{\"Env\":[\"A=1\"]}]                                   | [{\"Env\":[\"A=***\"]}]",
                "{\"username\":\"u\",\"password\":\"p\"}                 | {\"username\":\"u\",\"password\":\"***\"}",
                "{\"auth\":\"dTpw\",\"IdentityToken\":\"t\"}             | {\"auth\":\"***\",\"IdentityToken\":\"***\"}",
                "{\"DriverOpts\":{\"o\":\"password=p\"}}                 | {\"DriverOpts\":{\"o\":\"***\"}}",
                "{\"OnBuild\":[\"ENV A=s\",\" arg B=s\",\"RUN\",\"C=s\"]} | {\"OnBuild\":[\"ENV ***\",\"arg ***\",\"RUN\",\"C ***\"]}",
                "{\"Config\":{\"OnBuild\":null}}                      | {\"Config\":{\"OnBuild\":null}}",
                "[{\"CreatedBy\":\"ENV A=s\",\"Size\":1}]           | [{\"CreatedBy\":\"***\",\"Size\":1}]",
                "{\"Options\":null,\"Auth\":{\"Env\":null}}              | {\"Options\":null,\"Auth\":{\"Env\":null}}",
                "{\"Cmd\":[\"echo\"],\"Env\":{\"Password\":\"p\"}}       | {\"Cmd\":[\"echo\"],\"Env\":{\"Password\":\"***\"}}"
            })
    void hidesSecretsInJson(String sent, String shown) {
        assertThat(body(sent)).isEqualTo(shown);
    }

    @Test
    void tellsOnlyTheLengthOfWhatIsNoJsonOrVeryLong() {
        assertThat(body("")).isEqualTo("no body");
        assertThat(body("password=p")).isEqualTo("10 bytes");
        assertThat(body("\"" + "x".repeat(300_000) + "\"")).isEqualTo("300002 bytes");
        assertThat(body("\"" + "x".repeat(10_000) + "\""))
                .hasSizeLessThan(4_200)
                .endsWith("... (10002 characters)");
    }

    @Test
    void hidesSecretsInHeadersAndParameters() {
        assertThat(Redaction.headers(Map.of("x-registry-auth", "abc", "X-Registry-Config", "def", "Accept", "json")))
                .isEqualTo("{Accept=json, X-Registry-Config=***, x-registry-auth=***}");
        assertThat(Redaction.query(List.of("t=name", "buildargs=%7B%7D", "changes=ENV%20A%3D1")))
                .isEqualTo("t=name&buildargs=***&changes=***");
    }
}
