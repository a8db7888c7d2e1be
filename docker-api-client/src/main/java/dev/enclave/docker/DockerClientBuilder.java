package dev.enclave.docker;

import dev.enclave.docker.observation.ExchangeObserver;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.PoolOptions;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.docker.transport.SshOptions;
import dev.enclave.docker.transport.TimeoutOptions;

/** Builds a {@link DockerClient}; everything has the default that {@link DockerClientOptions} names. */
public final class DockerClientBuilder {

    private DockerClientOptions options = DockerClientOptions.DEFAULTS;

    DockerClientBuilder() {}

    /**
     * Sets where the engine is.
     *
     * @param value the endpoint; by default it is resolved as the docker command line does
     * @return this builder
     */
    public DockerClientBuilder endpoint(DockerEndpoint value) {
        options = options.withEndpoint(value);
        return this;
    }

    /**
     * Sets where the engine is.
     *
     * @param uri as {@code DOCKER_HOST} writes it, for example {@code unix:///var/run/docker.sock}
     * @return this builder
     * @throws IllegalArgumentException if it is not an endpoint
     */
    public DockerClientBuilder endpoint(String uri) {
        return endpoint(DockerEndpoint.of(uri));
    }

    /**
     * Sets how sockets are read and written.
     *
     * @param value default {@link SocketKind#AUTO}
     * @return this builder
     */
    public DockerClientBuilder socketKind(SocketKind value) {
        options = options.withSocketKind(value);
        return this;
    }

    /**
     * Sets the limits of the pool for short requests.
     *
     * @param value default {@link PoolOptions#DEFAULTS}
     * @return this builder
     */
    public DockerClientBuilder pool(PoolOptions value) {
        options = options.withPool(value);
        return this;
    }

    /**
     * Sets how long to wait for the engine.
     *
     * @param value default {@link TimeoutOptions#DEFAULTS}
     * @return this builder
     */
    public DockerClientBuilder timeouts(TimeoutOptions value) {
        options = options.withTimeouts(value);
        return this;
    }

    /**
     * Sets how many threads serve all connections.
     *
     * @param value default: as many as there are cores
     * @return this builder
     */
    public DockerClientBuilder eventLoopThreads(int value) {
        options = options.withEventLoopThreads(value);
        return this;
    }

    /**
     * Pins the API version.
     *
     * @param value by default it is negotiated
     * @return this builder
     */
    public DockerClientBuilder apiVersion(ApiVersion value) {
        options = options.withApiVersion(value);
        return this;
    }

    /**
     * Sets who is told of every exchange with the engine; {@link ExchangeObserver#and} joins several.
     *
     * @param value default {@link ExchangeObserver#NONE}
     * @return this builder
     */
    public DockerClientBuilder observer(ExchangeObserver value) {
        options = options.withObserver(value);
        return this;
    }

    /**
     * Sets how {@code ssh} is run, for an endpoint that is reached by it.
     *
     * @param value default {@link SshOptions#DEFAULTS}
     * @return this builder
     */
    public DockerClientBuilder ssh(SshOptions value) {
        options = options.withSsh(value);
        return this;
    }

    /** {@return the client} */
    public DockerClient build() {
        return DockerClient.create(options);
    }
}
