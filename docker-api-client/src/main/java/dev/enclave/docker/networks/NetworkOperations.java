package dev.enclave.docker.networks;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Operations on networks. A network is named by its id, a unique prefix of it, or its name.
 *
 * <p>All of them signal {@link dev.enclave.docker.NotFoundException} when there is no such network, and the other subtypes of
 * {@link dev.enclave.docker.DockerException} as these say.
 */
public interface NetworkOperations {

    /**
     * Creates a network.
     *
     * @param config what it is made of
     * @return its id. Signals {@link dev.enclave.docker.ConflictException} when the name is in use, {@link
     *     dev.enclave.docker.NotFoundException} when there is no such driver, {@link dev.enclave.docker.AccessDeniedException} when its
     *     addresses overlap with another's or it has a reserved name. A request that was cancelled or lost after it had left may have
     *     created the network: give it a name of its own to find it by
     */
    Mono<NetworkCreated> create(NetworkConfig config);

    /**
     * Describes a network and the running containers in it.
     *
     * @param network id or name
     * @return the network
     */
    Mono<Network> inspect(String network);

    /**
     * Lists networks, without the containers in them.
     *
     * @param options which ones
     * @return the networks, in no order
     */
    Flux<Network> list(ListNetworksOptions options);

    /**
     * Connects a container to a network. It may run, or be started later; then old engines notice only at the start that there is no such
     * network.
     *
     * @param network id or name
     * @param container the container's id or name
     * @param config how; {@link EndpointConfig#DEFAULTS} for nothing in particular
     * @return completes when it is connected. Signals {@link dev.enclave.docker.NotFoundException} also when there is no such container,
     *     {@link dev.enclave.docker.ConflictException} when it is connected already, {@link dev.enclave.docker.DockerApiException} when
     *     the network is one that cannot be joined ({@code host}, {@code none}) or an address is refused
     */
    Mono<Void> connect(String network, String container, EndpointConfig config);

    /**
     * Disconnects a container from a network.
     *
     * @param network id or name
     * @param container the container's id or name
     * @param force whether to do it although the container is gone, or its connection is broken
     * @return completes when it is disconnected. Signals {@link dev.enclave.docker.ConflictException} when it was not connected
     */
    Mono<Void> disconnect(String network, String container, boolean force);

    /**
     * Removes a network.
     *
     * @param network id or name
     * @return completes when it has gone. Signals {@link dev.enclave.docker.ConflictException} when running containers are connected to it,
     *     {@link dev.enclave.docker.AccessDeniedException} when it is one of the engine's own
     */
    Mono<Void> remove(String network);

    /**
     * Removes networks that no container is connected to, those of the engine itself excepted.
     *
     * @param options which ones
     * @return what was removed. Signals {@link dev.enclave.docker.ConflictException} when another prune is in progress
     */
    Mono<NetworksPruned> prune(PruneNetworksOptions options);
}
