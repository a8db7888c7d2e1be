package dev.enclave.docker.transport;

import java.util.Objects;

/**
 * An endpoint and the rule that chose it, so that an error can say where to look.
 *
 * @param endpoint where the engine should be
 * @param origin the rule that chose it, for example {@code environment variable DOCKER_HOST}
 */
public record ResolvedEndpoint(DockerEndpoint endpoint, String origin) {
    /** Checks that both parts are there. */
    public ResolvedEndpoint {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(origin, "origin");
    }

    @Override
    public String toString() {
        return endpoint + " (from " + origin + ")";
    }
}
