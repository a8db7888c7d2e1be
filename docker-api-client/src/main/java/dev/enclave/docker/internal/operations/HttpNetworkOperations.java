package dev.enclave.docker.internal.operations;

import dev.enclave.docker.internal.http.ApiRequest;
import dev.enclave.docker.internal.http.ApiTransport;
import dev.enclave.docker.networks.EndpointConfig;
import dev.enclave.docker.networks.ListNetworksOptions;
import dev.enclave.docker.networks.Network;
import dev.enclave.docker.networks.NetworkConfig;
import dev.enclave.docker.networks.NetworkCreated;
import dev.enclave.docker.networks.NetworkOperations;
import dev.enclave.docker.networks.NetworksPruned;
import dev.enclave.docker.networks.PruneNetworksOptions;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link NetworkOperations} over HTTP. */
public final class HttpNetworkOperations implements NetworkOperations {

    private final ApiTransport transport;

    /** Creates the operations on a transport. */
    public HttpNetworkOperations(ApiTransport transport) {
        this.transport = transport;
    }

    @Override
    public Mono<NetworkCreated> create(NetworkConfig config) {
        Objects.requireNonNull(config, "config");
        ApiRequest request = ApiRequest.post("/networks/create").body(config);
        return transport
                .read(NewerParameters.withFields(request, NewerFields.of(config)), NetworkCreated.class)
                .checkpoint("Docker: create network");
    }

    @Override
    public Mono<Network> inspect(String network) {
        return transport
                .read(ApiRequest.get("/networks/{}", network), Network.class)
                .checkpoint("Docker: inspect network");
    }

    @Override
    public Flux<Network> list(ListNetworksOptions options) {
        ApiRequest request = ApiRequest.get("/networks").query("filters", Filters.encode(options.filters()));
        return transport
                .read(request, Network[].class)
                .flatMapMany(Flux::fromArray)
                .checkpoint("Docker: list networks");
    }

    @Override
    public Mono<Void> connect(String network, String container, EndpointConfig config) {
        Connect body =
                new Connect(Objects.requireNonNull(container, "container"), Objects.requireNonNull(config, "config"));
        ApiRequest request = ApiRequest.post("/networks/{}/connect", network).body(body);
        Mono<Void> connected = transport.command(NewerParameters.withFields(request, NewerFields.of(config)));
        return StateConflicts.mapped(connected, "already exists in network", "already attached to network")
                .checkpoint("Docker: connect to network");
    }

    @Override
    public Mono<Void> disconnect(String network, String container, boolean force) {
        Disconnect body = new Disconnect(Objects.requireNonNull(container, "container"), force);
        Mono<Void> disconnected = transport.command(
                ApiRequest.post("/networks/{}/disconnect", network).body(body));
        return StateConflicts.mapped(disconnected, "is not connected to").checkpoint("Docker: disconnect from network");
    }

    @Override
    public Mono<Void> remove(String network) {
        Mono<Void> removed = transport.command(ApiRequest.delete("/networks/{}", network));
        return StateConflicts.mapped(removed, "has active endpoints").checkpoint("Docker: remove network");
    }

    @Override
    public Mono<NetworksPruned> prune(PruneNetworksOptions options) {
        ApiRequest request = ApiRequest.post("/networks/prune").query("filters", Filters.encode(options.filters()));
        return transport.read(request, NetworksPruned.class).checkpoint("Docker: prune networks");
    }

    record Connect(String container, EndpointConfig endpointConfig) {}

    record Disconnect(String container, boolean force) {}
}
