package dev.enclave.docker.system;

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
}
