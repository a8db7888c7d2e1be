package dev.enclave.benchmarks.measure;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.DockerEndpoint;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The engine that is measured, and what the peers need to reach it.
 *
 * @param endpoint where it is
 * @param api the API version that all peers speak
 * @param image the image of containers and sandboxes; has {@code sh}, {@code echo}, {@code head}, {@code cat} and {@code tail}
 * @param dockerCommand the {@code docker} program; null when there is none
 */
public record Target(
        DockerEndpoint endpoint,
        ApiVersion api,
        String image,
        @Nullable Path dockerCommand) {

    /** {@return the socket, for peers that speak over nothing else; empty for an engine on another machine} */
    public Optional<Path> socket() {
        return endpoint instanceof DockerEndpoint.Unix unix ? Optional.of(unix.socket()) : Optional.empty();
    }

    /** {@return a new client of Enclave for it, which the caller closes} */
    public DockerClient newClient() {
        return DockerClient.create(endpoint);
    }
}
