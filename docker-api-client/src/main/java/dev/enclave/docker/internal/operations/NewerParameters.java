package dev.enclave.docker.internal.operations;

import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.internal.http.ApiRequest;
import dev.enclave.docker.internal.json.JsonCodec;
import dev.enclave.docker.internal.operations.NewerFields.Newer;
import dev.enclave.docker.transport.ApiVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters that older engines overlook without a word, so that the client has to refuse them. */
final class NewerParameters {

    private static final ApiVersion CONSOLE_SIZE = new ApiVersion(1, 42);
    private static final ApiVersion KINDS = new ApiVersion(1, 42);
    private static final List<String> PLATFORM_PARTS = List.of("os", "architecture", "variant");

    private NewerParameters() {}

    /** The request, which is refused here if the engine is too old for a field of its body. */
    static ApiRequest withFields(ApiRequest request, List<Newer> fields) {
        return fields.isEmpty()
                ? request
                : request.dependingOnVersion((same, version) -> {
                    fields.forEach(field -> require(field.since(), field.what(), version, request));
                    return same;
                });
    }

    /** The request about kinds of things only, which is refused here if the engine is too old for that. */
    static ApiRequest withKinds(ApiRequest request, List<String> kinds) {
        ApiRequest ofKinds = request;
        for (String kind : kinds) {
            ofKinds = ofKinds.query("type", kind);
        }
        return kinds.isEmpty() ? request : requiring(KINDS, "a choice of kinds", ofKinds);
    }

    /** The request, which is refused here if it has a console size and the engine is too old for that. */
    static ApiRequest withConsoleSize(ApiRequest request, @Nullable List<Integer> size) {
        return size == null ? request : requiring(CONSOLE_SIZE, "a console size", request);
    }

    /**
     * The request with a platform in the form of the Open Container Initiative, which is refused here if the engine is too old for
     * that.
     */
    static ApiRequest withPlatform(ApiRequest request, @Nullable String platform, ApiVersion minimum) {
        return platform == null
                ? request
                : requiring(minimum, "a platform", request.query("platform", ociPlatform(platform)));
    }

    private static ApiRequest requiring(ApiVersion minimum, String what, ApiRequest request) {
        return request.dependingOnVersion((same, version) -> {
            require(minimum, what, version, request);
            return same;
        });
    }

    private static void require(ApiVersion minimum, String what, ApiVersion version, ApiRequest request) {
        if (!version.isAtLeast(minimum)) {
            throw new ApiVersionException(
                    request.operation(),
                    what + " needs API " + minimum + ", and " + version
                            + " is spoken with this engine: leave it out, or update the engine");
        }
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
