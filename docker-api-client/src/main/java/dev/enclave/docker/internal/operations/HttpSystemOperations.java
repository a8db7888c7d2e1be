package dev.enclave.docker.internal.operations;

import dev.enclave.docker.AccessDeniedException;
import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.EngineErrorException;
import dev.enclave.docker.images.RegistryAuth;
import dev.enclave.docker.internal.http.ApiAnswer;
import dev.enclave.docker.internal.http.ApiRequest;
import dev.enclave.docker.internal.http.ApiTransport;
import dev.enclave.docker.internal.http.JsonAnswers;
import dev.enclave.docker.system.AuthCheck;
import dev.enclave.docker.system.DiskUsage;
import dev.enclave.docker.system.DiskUsageKind;
import dev.enclave.docker.system.EngineEvent;
import dev.enclave.docker.system.EngineInfo;
import dev.enclave.docker.system.EngineVersion;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.docker.system.Ping;
import dev.enclave.docker.system.SystemOperations;
import dev.enclave.docker.transport.ApiVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link SystemOperations} over HTTP. */
public final class HttpSystemOperations implements SystemOperations {

    private static final Pattern OS_OF_SERVER = Pattern.compile("\\((\\w+)\\)$");

    private final ApiTransport transport;

    /** Creates the operations on a transport. */
    public HttpSystemOperations(ApiTransport transport) {
        this.transport = transport;
    }

    @Override
    public Mono<Ping> ping() {
        ApiRequest request = ApiRequest.get("/_ping");
        return transport
                .sendUnversioned(request)
                .map(answer -> toPing(request, answer))
                .checkpoint("Docker: ping");
    }

    private static Ping toPing(ApiRequest request, ApiAnswer answer) {
        boolean podman = answer.header("Libpod-API-Version") != null;
        return new Ping(
                toVersion(request, answer.header("Api-Version")),
                podman ? Ping.Engine.PODMAN : Ping.Engine.DOCKER,
                osType(answer.header("OSType"), answer.header("Server")));
    }

    /** Podman tells it only where Docker tells it too: {@code Libpod/4.3.1 (linux)}. */
    private static @Nullable String osType(@Nullable String told, @Nullable String server) {
        if (told != null || server == null) {
            return told;
        }
        Matcher os = OS_OF_SERVER.matcher(server);
        return os.find() ? os.group(1) : null;
    }

    private static @Nullable ApiVersion toVersion(ApiRequest request, @Nullable String announced) {
        try {
            return announced == null ? null : ApiVersion.of(announced);
        } catch (IllegalArgumentException e) {
            throw new DockerProtocolException(request.operation(), "strange API version '" + announced + "'", e);
        }
    }

    @Override
    public Mono<EngineVersion> version() {
        return transport.read(ApiRequest.get("/version"), EngineVersion.class).checkpoint("Docker: version");
    }

    @Override
    public Mono<EngineInfo> info() {
        return transport.read(ApiRequest.get("/info"), EngineInfo.class).checkpoint("Docker: info");
    }

    @Override
    public Flux<EngineEvent> events(EventOptions options) {
        return transport.jsonStream(toRequest(options), EngineEvent.class).checkpoint("Docker: events");
    }

    private static ApiRequest toRequest(EventOptions options) {
        return ApiRequest.get("/events")
                .query("since", EngineTime.of(options.since()))
                .query("until", EngineTime.of(options.until()))
                .query("filters", Filters.encode(options.filters()));
    }

    @Override
    public Flux<EngineEvent> resumableEvents(EventOptions options, Duration patience) {
        Objects.requireNonNull(options, "options");
        if (patience.isZero() || patience.isNegative()) {
            throw new IllegalArgumentException("patience must be positive: " + patience);
        }
        return beginOf(options)
                .flatMapMany(begin -> new ResumedEvents(options, begin, patience, this::onOneConnection).events())
                .checkpoint("Docker: resumable events");
    }

    private Flux<EngineEvent> onOneConnection(EventOptions options, Runnable opened) {
        return transport.jsonStream(toRequest(options), EngineEvent.class, opened);
    }

    /** By the engine's clock, as that of this host may be another one. */
    private Mono<Instant> beginOf(EventOptions options) {
        return options.since() != null
                ? Mono.just(options.since())
                : info().map(info -> info.systemTime() == null ? Instant.now() : info.systemTime());
    }

    @Override
    public Mono<DiskUsage> diskUsage(DiskUsageKind... kinds) {
        ApiRequest request = ApiRequest.get("/system/df").responseTimeout(transport.pullTimeout());
        List<String> types = Arrays.stream(kinds).map(DiskUsageKind::parameter).toList();
        return transport
                .read(NewerParameters.withKinds(request, types), DiskUsage.class)
                .checkpoint("Docker: disk usage");
    }

    @Override
    public Mono<AuthCheck> checkAuth(RegistryAuth credentials) {
        if (credentials.serverAddress() == null) {
            throw new IllegalArgumentException("credentials to be checked need the registry's address");
        }
        ApiRequest request = ApiRequest.post("/auth").body(HttpImageOperations.AuthHeader.of(credentials));
        return transport
                .send(request)
                .map(answer -> answer.body().length == 0
                        ? new AuthCheck(null, null)
                        : JsonAnswers.bind(request, answer.body(), AuthCheck.class))
                .onErrorMap(EngineErrorException.class, HttpSystemOperations::refusedOrFailed)
                .checkpoint("Docker: check credentials");
    }

    /** Old engines answer 500 to what is the registry's 401. */
    private static DockerApiException refusedOrFailed(EngineErrorException error) {
        return error.engineMessage().contains("401 Unauthorized")
                ? new AccessDeniedException(error.operation(), error.status(), error.engineMessage())
                : error;
    }
}
