package dev.enclave.docker;

import dev.enclave.docker.containers.ContainerOperations;
import dev.enclave.docker.exec.ExecOperations;
import dev.enclave.docker.images.ImageOperations;
import dev.enclave.docker.images.RegistryCredentials;
import dev.enclave.docker.internal.http.ApiTransport;
import dev.enclave.docker.internal.operations.HttpContainerOperations;
import dev.enclave.docker.internal.operations.HttpExecOperations;
import dev.enclave.docker.internal.operations.HttpImageOperations;
import dev.enclave.docker.internal.operations.HttpNetworkOperations;
import dev.enclave.docker.internal.operations.HttpSystemOperations;
import dev.enclave.docker.internal.operations.HttpVolumeOperations;
import dev.enclave.docker.networks.NetworkOperations;
import dev.enclave.docker.stream.StreamListener;
import dev.enclave.docker.system.SystemOperations;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.EndpointResolver;
import dev.enclave.docker.transport.ResolvedEndpoint;
import dev.enclave.docker.transport.TimeoutOptions;
import dev.enclave.docker.volumes.VolumeOperations;
import java.nio.file.Path;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * A reactive client of the Docker Engine API, and of engines that are compatible with it.
 *
 * <p>Every operation is cold: nothing is sent before subscription, each subscription is a request of its own. Cancelling closes the
 * connection behind the operation, but a request that has left is carried out by the engine all the same. Signals arrive on the
 * client's event-loop threads. A client is thread-safe and meant to be shared; {@link #close()} ends its connections and threads.
 *
 * <p>Creating a client does no I/O: the endpoint is resolved, and the API version negotiated, when they are first needed.
 */
public final class DockerClient {

    private final ApiTransport transport;
    private final SystemOperations system;
    private final ContainerOperations containers;
    private final ExecOperations execs;
    private final ImageOperations images;
    private final VolumeOperations volumes;
    private final NetworkOperations networks;

    private DockerClient(ApiTransport transport) {
        this.transport = transport;
        this.system = new HttpSystemOperations(transport);
        this.containers = new HttpContainerOperations(transport);
        this.execs = new HttpExecOperations(transport);
        this.images = new HttpImageOperations(transport, RegistryCredentials.ofProcess());
        this.volumes = new HttpVolumeOperations(transport);
        this.networks = new HttpNetworkOperations(transport);
    }

    /**
     * Creates a client with the {@linkplain DockerClientOptions#DEFAULTS defaults}: the engine is found as the docker command line
     * finds it.
     *
     * @return the client
     */
    public static DockerClient create() {
        return create(DockerClientOptions.DEFAULTS);
    }

    /** {@return a builder with all defaults} */
    public static DockerClientBuilder builder() {
        return new DockerClientBuilder();
    }

    /**
     * Creates a client for one endpoint.
     *
     * @param endpoint where the engine is
     * @return the client
     */
    public static DockerClient create(DockerEndpoint endpoint) {
        return create(DockerClientOptions.DEFAULTS.withEndpoint(endpoint));
    }

    /**
     * Creates a client.
     *
     * @param options how to find and reach the engine
     * @return the client
     */
    public static DockerClient create(DockerClientOptions options) {
        Objects.requireNonNull(options, "options");
        DockerEndpoint explicit = options.endpoint();
        Mono<ResolvedEndpoint> endpoint = explicit == null
                ? EndpointResolver.ofProcess().resolve()
                : Mono.just(new ResolvedEndpoint(explicit, "the client's options"));
        return new DockerClient(ApiTransport.create(endpoint, options));
    }

    /**
     * Returns another view of this client, whose requests wait for other times; for example
     * {@code client.withTimeouts(timeouts.withResponse(Duration.ofMinutes(10))).images().load(...)}. It shares the connections, whose connect timeout stays
     * this client's, the threads and the negotiated version; closing one closes both.
     *
     * @param timeouts how long to wait for the engine
     * @return the view
     */
    public DockerClient withTimeouts(TimeoutOptions timeouts) {
        return new DockerClient(transport.withTimeouts(Objects.requireNonNull(timeouts, "timeouts")));
    }

    /** {@return the operations on the engine itself} */
    public SystemOperations system() {
        return system;
    }

    /** {@return the operations on containers} */
    public ContainerOperations containers() {
        return containers;
    }

    /** {@return the operations on commands in running containers} */
    public ExecOperations execs() {
        return execs;
    }

    /** {@return the operations on images} */
    public ImageOperations images() {
        return images;
    }

    /** {@return the operations on volumes} */
    public VolumeOperations volumes() {
        return volumes;
    }

    /** {@return the operations on networks} */
    public NetworkOperations networks() {
        return networks;
    }

    /**
     * Listens on a Unix socket of this process. Mounted into a container of an engine on the same host
     * ({@code MountConfig.bind(socket, ...)}) it is a way for a program there to reach this process past the engine: its
     * bytes take one step where those of an attached stream take three (the container's shim, the engine, its connection).
     *
     * @param socket where the socket is made, of about 100 bytes at most; must not exist. Who may connect its folder and its permissions
     *     decide, which are the umask's
     * @return the listener, once it listens; disposing of it, or closing the client, ends it. Cancelling before closes it.
     *     Signals {@link java.io.IOException} when the socket cannot be made
     */
    public Mono<StreamListener> listen(Path socket) {
        return transport.listen(Objects.requireNonNull(socket, "socket"));
    }

    /**
     * Tells where the engine is and which rule chose it.
     *
     * @return the endpoint; signals {@link EngineUnreachableException} when the environment names one that cannot be used
     */
    public Mono<ResolvedEndpoint> endpoint() {
        return transport.endpoint();
    }

    /**
     * Tells which API version is spoken with the engine: its newest, at most {@link ApiVersion#MAXIMUM}, unless the options pin one.
     *
     * <p>It is asked once and remembered, until an engine that has replaced the first one refuses it: then it is asked again, and the refused
     * request, which was not carried out, is sent once more. Only those with a stream as their body (builds, loads, archives) end
     * with {@link ApiVersionException} that one time.
     *
     * @return the version. Signals {@link ApiVersionException} when there is none in common
     */
    public Mono<ApiVersion> apiVersion() {
        return transport.version();
    }

    /**
     * Closes all connections, the streams included, and ends the client's threads. Operations in flight end with an error.
     *
     * @return completes when everything is closed; idempotent, all subscribers share one closing
     */
    public Mono<Void> close() {
        return transport.close();
    }
}
