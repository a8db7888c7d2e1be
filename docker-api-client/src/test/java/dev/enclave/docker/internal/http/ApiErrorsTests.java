package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.AccessDeniedException;
import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.BadRequestException;
import dev.enclave.docker.ConflictException;
import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.EngineErrorException;
import dev.enclave.docker.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("C8")
class ApiErrorsTests {

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of(400, BadRequestException.class),
                Arguments.of(401, AccessDeniedException.class),
                Arguments.of(403, AccessDeniedException.class),
                Arguments.of(404, NotFoundException.class),
                Arguments.of(406, DockerApiException.class),
                Arguments.of(409, ConflictException.class),
                Arguments.of(301, DockerApiException.class),
                Arguments.of(500, EngineErrorException.class),
                Arguments.of(501, EngineErrorException.class),
                Arguments.of(503, EngineErrorException.class));
    }

    @ParameterizedTest
    @MethodSource("types")
    void hasATypeForEveryStatusWithAllThatIsKnown(int status, Class<? extends DockerApiException> type) {
        DockerException error = of(status, "{\"message\":\"the engine's words\"}");

        assertThat(error)
                .isExactlyInstanceOf(type)
                .hasMessage("POST /containers/create answered " + status + ": the engine's words");
        assertThat(error.operation()).isEqualTo("POST /containers/create");
        assertThat(((DockerApiException) error).status()).isEqualTo(status);
        assertThat(((DockerApiException) error).engineMessage()).isEqualTo("the engine's words");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"message\":\"  spaces \"}`          | spaces",
                "`{\"Message\":\"other case\"}`         | other case",
                "`plain text from attach\n`             | plain text from attach",
                "`<html>502 Bad Gateway</html>`         | <html>502 Bad Gateway</html>",
                "`{\"message\":`                        | `{\"message\":`",
                "`{\"error\":\"other\"}`                | `{\"error\":\"other\"}`",
                "`{\"message\":null}`                   | `{\"message\":null}`",
                "`{\"message\":{\"a\":1}}`              | `{\"message\":{\"a\":1}}`",
                "``                                     | (no message)",
            })
    void findsTheWordsInWhateverBody(String body, String message) {
        assertThat(((DockerApiException) of(500, body)).engineMessage()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
        "container state improper, dev.enclave.docker.ConflictException",
        "that name is already in use, dev.enclave.docker.ConflictException",
        "image not known, dev.enclave.docker.NotFoundException",
        "invalid argument, dev.enclave.docker.BadRequestException",
        "OCI runtime error, dev.enclave.docker.EngineErrorException",
    })
    void hasTheTypeOfTheCauseThatPodmanNames(String cause, Class<? extends DockerApiException> type) {
        DockerException error =
                of(500, "{\"cause\":\"%s\",\"message\":\"words: it\",\"response\":500}".formatted(cause));

        assertThat(error).isExactlyInstanceOf(type);
        assertThat(((DockerApiException) error).status()).isEqualTo(500);
        assertThat(((DockerApiException) error).engineMessage()).isEqualTo("words: it");
    }

    @Test
    void keepsNoMoreThanABitOfALongText() {
        assertThat(of(500, "x".repeat(1_000_000))).message().hasSizeLessThan(3_000);
    }

    @Test
    @Tag("C7")
    void recognisesThatTheEngineSpeaksNoVersionOfOurs() {
        String tooOld = "{\"message\":\"client version 1.41 is too old. Minimum supported API version is 1.44, please"
                + " upgrade your client to a newer version\"}";

        assertThat(of(400, tooOld)).isInstanceOf(ApiVersionException.class).hasMessageContaining("1.44");
    }

    private static DockerException of(int status, String body) {
        return ApiErrors.fromAnswer("POST /containers/create", status, body.getBytes(StandardCharsets.UTF_8));
    }
}
