package dev.enclave.docker.internal.http;

import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.BadRequestException;
import dev.enclave.docker.transport.ApiVersion;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Finds the API version to speak: the engine's newest, at most our own. Asked once and shared; failures are not remembered, and a version
 * that the engine refuses is forgotten: it has been replaced by another one.
 */
final class VersionNegotiator {

    static final ApiRequest PING = ApiRequest.get("/_ping");

    /** From here on the engine names the kind of a hijacked stream in its answer. */
    static final ApiVersion TYPED_STREAMS = new ApiVersion(1, 42);

    private final Mono<ApiAnswer> ping;
    private final boolean pinned;
    private final AtomicReference<Mono<ApiVersion>> remembered;

    VersionNegotiator(Mono<ApiAnswer> ping, @Nullable ApiVersion pinned) {
        this.ping = ping;
        this.pinned = pinned != null;
        this.remembered = new AtomicReference<>(pinned != null ? Mono.just(pinned) : negotiation());
    }

    private Mono<ApiVersion> negotiation() {
        return ping.map(VersionNegotiator::choose)
                .cache(v -> LazyConnections.FOR_EVER, e -> Duration.ZERO, () -> Duration.ZERO);
    }

    Mono<ApiVersion> version() {
        return Mono.defer(remembered::get);
    }

    /** The version for one exchange that cannot be repeated; its errors must be told to the agreement. */
    Mono<Agreement> agreement() {
        return Mono.defer(() -> {
            Mono<ApiVersion> source = remembered.get();
            return source.map(version -> new Agreement(version, source));
        });
    }

    /**
     * Makes an exchange in the version to speak. One that the engine refuses for its version was not carried out, whatever it is: it is
     * made once again where another version is found.
     */
    <T> Mono<T> speak(ApiRequest request, Function<ApiVersion, Mono<T>> exchange) {
        return agreement()
                .flatMap(agreed -> exchange.apply(agreed.version)
                        .onErrorResume(
                                error -> isRefusal(request, error),
                                refusal -> speakAgain(agreed, request, refusal, exchange)));
    }

    private <T> Mono<T> speakAgain(
            Agreement refused, ApiRequest request, Throwable refusal, Function<ApiVersion, Mono<T>> exchange) {
        refused.heed(request, refusal);
        return version().flatMap(other -> other.equals(refused.version) ? Mono.error(refusal) : exchange.apply(other));
    }

    /** The answer to a HEAD has no text that could tell. */
    private static boolean isRefusal(ApiRequest request, Throwable error) {
        return error instanceof ApiVersionException
                || (error instanceof BadRequestException && request.method().equals("HEAD"));
    }

    /** A version, as it was remembered for an exchange. */
    final class Agreement {
        private final ApiVersion version;
        private final Mono<ApiVersion> source;

        private Agreement(ApiVersion version, Mono<ApiVersion> source) {
            this.version = version;
            this.source = source;
        }

        ApiVersion version() {
            return version;
        }

        /** Forgets the version if the error is its refusal, and nobody has done so before. */
        void heed(ApiRequest request, Throwable error) {
            if (!pinned && isRefusal(request, error)) {
                remembered.compareAndSet(source, negotiation());
            }
        }
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
