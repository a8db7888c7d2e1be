package dev.enclave.testing;

import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.internal.http.ApiRequest;
import dev.enclave.docker.internal.http.ApiTransport;
import dev.enclave.docker.transport.EndpointResolver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Everything on an engine that tests may leave behind, seen through a connection of its own. */
final class EngineInventory {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ApiTransport transport;

    private EngineInventory(ApiTransport transport) {
        this.transport = transport;
    }

    /** The inventory of the engine that tests use. */
    static EngineInventory open() {
        return new EngineInventory(ApiTransport.create(
                EndpointResolver.ofProcess().resolve(), DockerClientOptions.DEFAULTS.withEventLoopThreads(1)));
    }

    Set<EngineObject> take() {
        return Flux.merge(containers(), networks(), volumes())
                .collect(Collectors.toSet())
                .block(PATIENCE);
    }

    void remove(EngineObject object) {
        transport
                .command(object.removal())
                .onErrorComplete(NotFoundException.class)
                .block(PATIENCE);
    }

    void close() {
        transport.close().block(PATIENCE);
    }

    private Flux<EngineObject> containers() {
        return transport
                .read(ApiRequest.get("/containers/json").flag("all", true), Container[].class)
                .flatMapMany(Flux::fromArray)
                .map(Container::toObject);
    }

    private Flux<EngineObject> networks() {
        return transport
                .read(ApiRequest.get("/networks"), Network[].class)
                .flatMapMany(Flux::fromArray)
                .map(Network::toObject);
    }

    private Flux<EngineObject> volumes() {
        return transport
                .read(ApiRequest.get("/volumes"), Volumes.class)
                .flatMapMany(all -> all.volumes() == null ? Mono.empty() : Flux.fromIterable(all.volumes()))
                .map(Volume::toObject);
    }

    private static Map<String, String> orEmpty(Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }

    record Container(String id, List<String> names, Map<String, String> labels) {
        EngineObject toObject() {
            String name = names == null ? id : String.join(",", names);
            return new EngineObject(EngineObject.Kind.CONTAINER, id, name, orEmpty(labels));
        }
    }

    record Network(String id, String name, Map<String, String> labels) {
        EngineObject toObject() {
            return new EngineObject(EngineObject.Kind.NETWORK, id, name, orEmpty(labels));
        }
    }

    record Volume(String name, Map<String, String> labels) {
        EngineObject toObject() {
            return new EngineObject(EngineObject.Kind.VOLUME, name, name, orEmpty(labels));
        }
    }

    record Volumes(List<Volume> volumes) {}
}
