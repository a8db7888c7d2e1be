package dev.enclave.docker.system;

import dev.enclave.docker.transport.ApiVersion;
import org.jspecify.annotations.Nullable;

/**
 * What an engine says of itself in answer to a ping.
 *
 * @param apiVersion the newest API version that it speaks
 * @param engine its kind
 * @param osType the system of its containers, for example {@code linux}
 */
public record Ping(
        @Nullable ApiVersion apiVersion,
        Engine engine,
        @Nullable String osType) {

    /** Kinds of engines. */
    public enum Engine {
        /** Docker Engine, or something that cannot be told from it. */
        DOCKER,
        /** Podman's compatible API. */
        PODMAN
    }
}
