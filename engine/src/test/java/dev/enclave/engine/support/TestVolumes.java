package dev.enclave.engine.support;

import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.internal.http.ApiRequest;
import dev.enclave.docker.internal.http.ApiTransport;
import dev.enclave.docker.transport.EndpointResolver;
import java.time.Duration;

/** Removes volumes, which the client has no operation for yet. */
public final class TestVolumes {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestVolumes() {}

    /** Removes a volume that no container uses any more. */
    public static void remove(String name) {
        ApiTransport transport = ApiTransport.create(
                EndpointResolver.ofProcess().resolve(), DockerClientOptions.DEFAULTS.withEventLoopThreads(1));
        transport
                .command(ApiRequest.delete("/volumes/{}", name).flag("force", true))
                .then(transport.close())
                .block(PATIENCE);
    }
}
