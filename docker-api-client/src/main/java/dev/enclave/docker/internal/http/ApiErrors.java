package dev.enclave.docker.internal.http;

import dev.enclave.docker.AccessDeniedException;
import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.BadRequestException;
import dev.enclave.docker.ConflictException;
import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.EngineErrorException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.internal.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The one place where an error answer becomes an exception. */
public final class ApiErrors {

    private static final int MAX_TEXT = 2_000;

    private ApiErrors() {}

    /** Makes the typed error of an answer whose status is not a success. */
    public static DockerException fromAnswer(String operation, int status, byte[] body) {
        Text text = textOf(body);
        String message = text.message() == null ? "(no message)" : text.message();
        if (status == 400 && message.contains("client version") && message.contains("API version")) {
            return new ApiVersionException(operation, message + " (pin another version or update this client)");
        }
        return switch (PodmanErrors.statusOf(status, text.cause())) {
            case 400 -> new BadRequestException(operation, status, message);
            case 401, 403 -> new AccessDeniedException(operation, status, message);
            case 404 -> new NotFoundException(operation, status, message);
            case 409 -> new ConflictException(operation, status, message);
            default ->
                status >= 500
                        ? new EngineErrorException(operation, status, message)
                        : new DockerApiException(operation, status, message);
        };
    }

    /** Errors are {@code {"message": ...}}; attach failures and proxies answer plain text. */
    private static Text textOf(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, MAX_TEXT), StandardCharsets.UTF_8).strip();
        if (text.startsWith("{")) {
            try {
                Text told = JsonCodec.SHARED.read(body, Text.class);
                if (told.message() != null) {
                    return new Text(told.message().strip(), told.cause());
                }
            } catch (JacksonException e) {
                return new Text(text, null);
            }
        }
        return new Text(text.isEmpty() ? null : text, null);
    }

    record Text(@Nullable String message, @Nullable String cause) {}
}
