package dev.enclave.benchmarks.startup;

import dev.enclave.benchmarks.measure.Load;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.peer.Peers;
import dev.enclave.benchmarks.peer.Recipe;
import dev.enclave.benchmarks.peer.SandboxPeer;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.DockerEndpoint;
import java.nio.file.Path;

/** Does one sandbox with one peer. Runs in a JVM of its own. */
final class StartupProgram {

    private StartupProgram() {}

    /** Takes the peer's name, the endpoint, the API version, the image, and the docker program where there is one. */
    public static void main(String[] arguments) {
        Target target = new Target(
                DockerEndpoint.of(arguments[1]),
                ApiVersion.of(arguments[2]),
                arguments[3],
                arguments.length > 4 ? Path.of(arguments[4]) : null);
        try (SandboxPeer peer = Peers.offering(SandboxPeer.class, target).stream()
                .filter(candidate -> candidate.name().equals(arguments[0]))
                .findFirst()
                .orElseThrow()
                .open()
                .peer()) {
            new Load(1, 1).run(peer.sandbox(Recipe.of(target.image())));
            // Ends with the result: closing is not what is measured, and nothing is left on the engine.
            Runtime.getRuntime().halt(0);
        }
    }
}
