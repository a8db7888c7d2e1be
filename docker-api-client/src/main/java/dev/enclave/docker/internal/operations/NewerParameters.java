package dev.enclave.docker.internal.operations;

import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.internal.http.ApiRequest;
import dev.enclave.docker.internal.http.ApiTransport;
import dev.enclave.docker.internal.json.JsonCodec;
import dev.enclave.docker.internal.operations.NewerFields.Newer;
import dev.enclave.docker.transport.ApiVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Parameters that older engines overlook without a word, so that the client has to refuse them. */
final class NewerParameters {

    private static final ApiVersion CONSOLE_SIZE = new ApiVersion(1, 42);
    private static final ApiVersion KINDS = new ApiVersion(1, 42);
    private static final List<String> PLATFORM_PARTS = List.of("os", "architecture", "variant");

    private NewerParameters() {}

    /** The request, or an error if the engine is too old for a field of its body. */
    static Mono<ApiRequest> withFields(ApiTransport transport, ApiRequest request, List<Newer> fields) {
        return Flux.fromIterable(fields)
                .concatMap(field -> requireAtLeast(transport, request, field.since(), field.what()))
                .then(Mono.just(request));
    }

    /** The request about kinds of things only, or an error if the engine is too old for that. */
    static Mono<ApiRequest> withKinds(ApiTransport transport, ApiRequest request, List<String> kinds) {
        ApiRequest ofKinds = request;
        for (String kind : kinds) {
            ofKinds = ofKinds.query("type", kind);
        }
        return kinds.isEmpty() ? Mono.just(request) : requireAtLeast(transport, ofKinds, KINDS, "a choice of kinds");
    }

    /** The request, or an error if it has a console size and the engine is too old for that. */
    static Mono<ApiRequest> withConsoleSize(ApiTransport transport, ApiRequest request, @Nullable List<Integer> size) {
        return size == null ? Mono.just(request) : requireAtLeast(transport, request, CONSOLE_SIZE, "a console size");
    }

    /** The request with a platform in the form of the Open Container Initiative, or an error if the engine is too old for that. */
    static Mono<ApiRequest> withPlatform(
            ApiTransport transport, ApiRequest request, @Nullable String platform, ApiVersion minimum) {
        return platform == null
                ? Mono.just(request)
                : requireAtLeast(transport, request.query("platform", ociPlatform(platform)), minimum, "a platform");
    }

    private static Mono<ApiRequest> requireAtLeast(
            ApiTransport transport, ApiRequest request, ApiVersion minimum, String what) {
        return transport.version().map(version -> {
            if (!version.isAtLeast(minimum)) {
                throw new ApiVersionException(
                        request.operation(),
                        what + " needs API " + minimum + ", and " + version
                                + " is spoken with this engine: leave it out, or update the engine");
            }
            return request;
        });
    }

    private static String ociPlatform(String platform) {
        String[] parts = platform.split("/", -1);
        if (parts.length < 2
                || parts.length > PLATFORM_PARTS.size()
                || List.of(parts).contains("")) {
            throw new IllegalArgumentException("not a platform as os/arch[/variant]: '" + platform + "'");
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
            named.put(PLATFORM_PARTS.get(i), parts[i]);
        }
        return new String(JsonCodec.SHARED.write(named), StandardCharsets.UTF_8);
    }
}
