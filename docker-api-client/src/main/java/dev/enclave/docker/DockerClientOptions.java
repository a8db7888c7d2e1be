package dev.enclave.docker;

import dev.enclave.docker.observation.ExchangeObserver;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.PoolOptions;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.docker.transport.SshOptions;
import dev.enclave.docker.transport.TimeoutOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link DockerClient} finds and reaches its engine.
 *
 * @param endpoint where the engine is; null (the default) resolves it as the docker command line does
 * @param socketKind how sockets are read and written; default {@link SocketKind#AUTO}
 * @param pool limits of the pool for short requests
 * @param timeouts how long to wait for the engine
 * @param eventLoopThreads how many threads serve all connections; default: as many as there are cores
 * @param apiVersion the API version to speak; null (the default) negotiates it
 * @param observer is told of every exchange; default none
 * @param ssh how {@code ssh} is run, where the endpoint is reached by it
 */
public record DockerClientOptions(
        @Nullable DockerEndpoint endpoint,
        SocketKind socketKind,
        PoolOptions pool,
        TimeoutOptions timeouts,
        int eventLoopThreads,
        @Nullable ApiVersion apiVersion,
        ExchangeObserver observer,
        SshOptions ssh) {

    /** The defaults named at each component. */
    public static final DockerClientOptions DEFAULTS = new DockerClientOptions(
            null,
            SocketKind.AUTO,
            PoolOptions.DEFAULTS,
            TimeoutOptions.DEFAULTS,
            Runtime.getRuntime().availableProcessors(),
            null,
            ExchangeObserver.NONE,
            SshOptions.DEFAULTS);

    /** Checks the ranges. */
    public DockerClientOptions {
        Objects.requireNonNull(socketKind, "socketKind");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(timeouts, "timeouts");
        Objects.requireNonNull(observer, "observer");
        Objects.requireNonNull(ssh, "ssh");
        if (eventLoopThreads < 1) {
            throw new IllegalArgumentException("eventLoopThreads must be at least 1: " + eventLoopThreads);
        }
    }

    /**
     * Returns a copy with an explicit endpoint.
     *
     * @param value where the engine is
     * @return the changed copy
     */
    public DockerClientOptions withEndpoint(DockerEndpoint value) {
        return new DockerClientOptions(value, socketKind, pool, timeouts, eventLoopThreads, apiVersion, observer, ssh);
    }

    /**
     * Returns a copy with another kind of sockets.
     *
     * @param value how sockets are read and written
     * @return the changed copy
     */
    public DockerClientOptions withSocketKind(SocketKind value) {
        return new DockerClientOptions(endpoint, value, pool, timeouts, eventLoopThreads, apiVersion, observer, ssh);
    }

    /**
     * Returns a copy with other limits of the pool.
     *
     * @param value limits of the pool for short requests
     * @return the changed copy
     */
    public DockerClientOptions withPool(PoolOptions value) {
        return new DockerClientOptions(
                endpoint, socketKind, value, timeouts, eventLoopThreads, apiVersion, observer, ssh);
    }

    /**
     * Returns a copy with other timeouts.
     *
     * @param value how long to wait for the engine
     * @return the changed copy
     */
    public DockerClientOptions withTimeouts(TimeoutOptions value) {
        return new DockerClientOptions(endpoint, socketKind, pool, value, eventLoopThreads, apiVersion, observer, ssh);
    }

    /**
     * Returns a copy with another number of event-loop threads.
     *
     * @param value how many threads serve all connections
     * @return the changed copy
     */
    public DockerClientOptions withEventLoopThreads(int value) {
        return new DockerClientOptions(endpoint, socketKind, pool, timeouts, value, apiVersion, observer, ssh);
    }

    /**
     * Returns a copy that speaks a fixed API version, also with an engine that refuses it.
     *
     * @param value the API version
     * @return the changed copy
     */
    public DockerClientOptions withApiVersion(ApiVersion value) {
        return new DockerClientOptions(endpoint, socketKind, pool, timeouts, eventLoopThreads, value, observer, ssh);
    }

    /**
     * Returns a copy with another observer.
     *
     * @param value is told of every exchange with the engine
     * @return the changed copy
     */
    public DockerClientOptions withObserver(ExchangeObserver value) {
        return new DockerClientOptions(endpoint, socketKind, pool, timeouts, eventLoopThreads, apiVersion, value, ssh);
    }

    /**
     * Returns a copy that runs {@code ssh} in another way.
     *
     * @param value how it is run
     * @return the changed copy
     */
    public DockerClientOptions withSsh(SshOptions value) {
        return new DockerClientOptions(
                endpoint, socketKind, pool, timeouts, eventLoopThreads, apiVersion, observer, value);
    }
}
