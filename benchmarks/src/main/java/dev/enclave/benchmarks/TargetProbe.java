package dev.enclave.benchmarks;

import dev.enclave.benchmarks.measure.Target;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.DockerEndpoint;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the engine as Enclave's client does, and the {@code docker} command on the path. */
final class TargetProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private TargetProbe() {}

    static Target find(DockerClient client, String image) {
        DockerEndpoint endpoint =
                client.endpoint().blockOptional(PATIENCE).orElseThrow().endpoint();
        ApiVersion version = client.apiVersion().blockOptional(PATIENCE).orElseThrow();
        return new Target(endpoint, version, image, dockerCommand().orElse(null));
    }

    private static Optional<Path> dockerCommand() {
        return SEPARATOR
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .map(folder -> Path.of(folder, "docker"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
