package dev.enclave.docker.internal.operations;

import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.internal.http.ApiAnswer;
import dev.enclave.docker.internal.http.ApiRequest;
import dev.enclave.docker.internal.http.ApiTransport;
import dev.enclave.docker.system.EngineEvent;
import dev.enclave.docker.system.EngineInfo;
import dev.enclave.docker.system.EngineVersion;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.docker.system.Ping;
import dev.enclave.docker.system.SystemOperations;
import dev.enclave.docker.transport.ApiVersion;
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
        ApiRequest request = ApiRequest.get("/events")
                .query("since", EngineTime.of(options.since()))
                .query("until", EngineTime.of(options.until()))
                .query("filters", Filters.encode(options.filters()));
        return transport.jsonStream(request, EngineEvent.class).checkpoint("Docker: events");
    }
}
