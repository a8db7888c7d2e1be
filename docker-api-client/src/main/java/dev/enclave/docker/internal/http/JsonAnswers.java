package dev.enclave.docker.internal.http;

import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.StreamFailedException;
import dev.enclave.docker.internal.json.JsonCodec;
import dev.enclave.docker.internal.json.JsonValueSplitter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/** Binds answers to records: one value, or a stream of objects of which each may be an error. */
public final class JsonAnswers {

    private static final byte[] ERROR = {'e', 'r', 'r', 'o', 'r'};
    private static final int LOWER_CASE = 0x20;

    private JsonAnswers() {}

    /** Binds each object of a stream of bytes, as it becomes whole. */
    static <T> Flux<T> bindObjects(ApiRequest request, Flux<byte[]> bytes, Class<T> type) {
        return Flux.defer(() -> {
            JsonValueSplitter splitter = new JsonValueSplitter();
            return bytes.concatMapIterable(piece -> split(request, splitter, piece), 1)
                    .map(json -> bindStreamed(request, json, type))
                    .concatWith(Mono.defer(() -> requireBorder(request, splitter)));
        });
    }

    /** Binds every JSON object of an answer that was read whole. */
    public static <T> List<T> bindAll(ApiRequest request, byte[] body, Class<T> type) {
        JsonValueSplitter splitter = new JsonValueSplitter();
        List<byte[]> objects = split(request, splitter, body);
        if (!splitter.isAtBorder()) {
            throw endedInside(request);
        }
        return objects.stream().map(json -> bindStreamed(request, json, type)).toList();
    }

    /** Binds an answer's body. */
    public static <T> T bind(ApiRequest request, byte[] json, Class<T> type) {
        try {
            return JsonCodec.SHARED.read(json, type);
        } catch (JacksonException e) {
            throw new DockerProtocolException(
                    request.operation(), "the answer cannot be read as " + type.getSimpleName(), e);
        }
    }

    private static <T> T bindStreamed(ApiRequest request, byte[] json, Class<T> type) {
        if (mentionsError(json)) {
            String message = bind(request, json, StreamError.class).message();
            if (message != null) {
                throw new StreamFailedException(request.operation(), 200, message);
            }
        }
        return bind(request, json, type);
    }

    /** Whether it is worth looking for an error: nearly all objects of a stream are none, and would be read twice. */
    private static boolean mentionsError(byte[] json) {
        for (int at = 0; at <= json.length - ERROR.length; at++) {
            if (equalsIgnoringCase(json, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean equalsIgnoringCase(byte[] json, int at) {
        for (int i = 0; i < ERROR.length; i++) {
            if ((json[at + i] | LOWER_CASE) != ERROR[i]) {
                return false;
            }
        }
        return true;
    }

    private static List<byte[]> split(ApiRequest request, JsonValueSplitter splitter, byte[] piece) {
        try {
            return splitter.feed(piece);
        } catch (IllegalStateException e) {
            throw new DockerProtocolException(request.operation(), String.valueOf(e.getMessage()), e);
        }
    }

    private static <T> Mono<T> requireBorder(ApiRequest request, JsonValueSplitter splitter) {
        return splitter.isAtBorder() ? Mono.empty() : Mono.error(endedInside(request));
    }

    private static DockerProtocolException endedInside(ApiRequest request) {
        return new DockerProtocolException(request.operation(), "the answer ended inside an object", null);
    }

    /** Errors inside a stream: {@code errorDetail} is current, {@code error} what old engines send beside it. */
    record StreamError(
            @Nullable Detail errorDetail, @Nullable Object error) {
        record Detail(@Nullable String message) {}

        @Nullable
        String message() {
            String detail = errorDetail == null ? null : errorDetail.message();
            if (detail != null) {
                return detail;
            }
            String text = error == null ? "" : error.toString();
            if (!text.isEmpty()) {
                return text;
            }
            return errorDetail == null ? null : "(no message)";
        }
    }
}
