package dev.enclave.docker.internal.operations;

import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.internal.http.ApiRequest;
import dev.enclave.docker.internal.http.ApiTransport;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.volumes.ListVolumesOptions;
import dev.enclave.docker.volumes.PruneVolumesOptions;
import dev.enclave.docker.volumes.Volume;
import dev.enclave.docker.volumes.VolumeConfig;
import dev.enclave.docker.volumes.VolumeOperations;
import dev.enclave.docker.volumes.VolumesPruned;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link VolumeOperations} over HTTP. */
public final class HttpVolumeOperations implements VolumeOperations {

    /** From this version on a prune removes anonymous volumes only, unless told otherwise. */
    private static final ApiVersion TELLS_ANONYMOUS = new ApiVersion(1, 42);

    private final ApiTransport transport;

    /** Creates the operations on a transport. */
    public HttpVolumeOperations(ApiTransport transport) {
        this.transport = transport;
    }

    @Override
    public Mono<Volume> create(VolumeConfig config) {
        Objects.requireNonNull(config, "config");
        ApiRequest request = ApiRequest.post("/volumes/create").body(config);
        return transport.read(request, Volume.class).checkpoint("Docker: create volume");
    }

    @Override
    public Mono<Volume> inspect(String volume) {
        return transport
                .read(ApiRequest.get("/volumes/{}", volume), Volume.class)
                .checkpoint("Docker: inspect volume");
    }

    @Override
    public Flux<Volume> list(ListVolumesOptions options) {
        ApiRequest request = ApiRequest.get("/volumes").query("filters", Filters.encode(options.filters()));
        return transport
                .read(request, Volumes.class)
                .flatMapIterable(Volumes::orEmpty)
                .checkpoint("Docker: list volumes");
    }

    @Override
    public Mono<Void> remove(String volume, boolean force) {
        return transport
                .command(ApiRequest.delete("/volumes/{}", volume).flag("force", force))
                .checkpoint("Docker: remove volume");
    }

    @Override
    public Mono<VolumesPruned> prune(PruneVolumesOptions options) {
        ApiRequest request = ApiRequest.post("/volumes/prune")
                .dependingOnVersion((unfiltered, version) ->
                        unfiltered.query("filters", Filters.encode(pruneFilters(unfiltered, options, version))));
        return transport.read(request, VolumesPruned.class).checkpoint("Docker: prune volumes");
    }

    private static Map<String, List<String>> pruneFilters(
            ApiRequest request, PruneVolumesOptions options, ApiVersion version) {
        boolean tellsAnonymous = version.isAtLeast(TELLS_ANONYMOUS);
        if (!options.named() && !tellsAnonymous) {
            throw new ApiVersionException(
                    request.operation(),
                    "API " + version + " would remove volumes with names too; prune all, or remove single ones");
        }
        if (!options.named() || !tellsAnonymous) {
            return options.filters();
        }
        Map<String, List<String>> filters = new LinkedHashMap<>(options.filters());
        filters.put("all", List.of("true"));
        return filters;
    }

    record Volumes(@Nullable List<Volume> volumes) {
        List<Volume> orEmpty() {
            return volumes == null ? List.of() : volumes;
        }
    }
}
