package dev.enclave.docker.internal.http;

import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.transport.ApiVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Finds the API version to speak: the engine's newest, at most our own. Asked once and shared; failures are not remembered. */
final class VersionNegotiator {

    static final ApiRequest PING = ApiRequest.get("/_ping");

    /** From here on the engine names the kind of a hijacked stream in its answer. */
    static final ApiVersion TYPED_STREAMS = new ApiVersion(1, 42);

    private final Mono<ApiVersion> version;

    VersionNegotiator(Mono<ApiAnswer> ping, @Nullable ApiVersion pinned) {
        this.version = pinned != null
                ? Mono.just(pinned)
                : ping.map(VersionNegotiator::choose)
                        .cache(v -> LazyConnections.FOR_EVER, e -> Duration.ZERO, () -> Duration.ZERO);
    }

    Mono<ApiVersion> version() {
        return version;
    }

    private static ApiVersion choose(ApiAnswer pong) {
        String announced = pong.header("Api-Version");
        if (announced == null) {
            // Every engine since 1.24 announces itself; what does not is asked in our oldest version.
            return ApiVersion.MINIMUM;
        }
        ApiVersion newest = parse(announced);
        if (!newest.isAtLeast(ApiVersion.MINIMUM)) {
            throw new ApiVersionException(
                    PING.operation(),
                    "the engine speaks API versions up to " + newest + ", this client from " + ApiVersion.MINIMUM
                            + " on: update the engine (Docker 20.10 or newer)");
        }
        return newest.isAtLeast(ApiVersion.MAXIMUM) ? ApiVersion.MAXIMUM : newest;
    }

    private static ApiVersion parse(String announced) {
        try {
            return ApiVersion.of(announced);
        } catch (IllegalArgumentException e) {
            throw new ApiVersionException(PING.operation(), "the engine announced the API version '" + announced + "'");
        }
    }
}
