package dev.enclave.docker.system;

import dev.enclave.docker.images.RegistryAuth;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operations on the engine itself. */
public interface SystemOperations {

    /**
     * Asks whether the engine answers.
     *
     * @return what it says of itself. Signals {@link dev.enclave.docker.EngineUnreachableException} when there is no connection
     */
    Mono<Ping> ping();

    /**
     * Asks for the versions of the engine and its parts.
     *
     * @return the versions
     */
    Mono<EngineVersion> version();

    /**
     * Asks for a description of the engine and its host.
     *
     * @return the description
     */
    Mono<EngineInfo> info();

    /**
     * Watches what happens on the engine.
     *
     * @param options which events
     * @return the events, on a connection of its own, until cancelled, or until the options' end. The engine drops events that are not
     *     read in time: a slow subscriber loses some. Signals {@link dev.enclave.docker.ConnectionLostException} when the engine ends
     */
    Flux<EngineEvent> events(EventOptions options);

    /**
     * Watches what happens on the engine, over lost connections: each time the client connects again and asks for what happened since the
     * last event that it has seen. What it has seen is not emitted twice.
     *
     * <p>Nothing is lost as long as the engine remembers it: its last 256 events of any kind, and none from before its own start. So after
     * an outage in which more happened, or the engine itself was started anew, ask what is there by a list.
     *
     * @param options which events; without a time to begin at, from the subscription on, by the engine's clock
     * @param patience how long at a time to try to connect again; positive
     * @return the events, until cancelled, or until the options' end. Signals the last error when the engine cannot be reached for longer
     *     than the patience, and at once what trying again cannot help. The first connection is not tried again
     */
    Flux<EngineEvent> resumableEvents(EventOptions options, Duration patience);

    /**
     * Asks what the engine keeps on disk, which takes it long.
     *
     * @param kinds what is asked about; none for all
     * @return the answer. Signals {@link dev.enclave.docker.ConflictException} when it is being asked already, {@link
     *     dev.enclave.docker.ApiVersionException} when kinds are named and the engine is older than API 1.42, which always tells all
     */
    Mono<DiskUsage> diskUsage(DiskUsageKind... kinds);

    /**
     * Has the engine try credentials at a registry.
     *
     * @param credentials the credentials, with the registry's {@linkplain RegistryAuth#serverAddress() address}
     * @return the registry's answer. Signals {@link dev.enclave.docker.AccessDeniedException} when it refuses them, {@link
     *     dev.enclave.docker.EngineErrorException} when the engine cannot reach it
     * @throws IllegalArgumentException if the credentials have no address
     */
    Mono<AuthCheck> checkAuth(RegistryAuth credentials);
}
