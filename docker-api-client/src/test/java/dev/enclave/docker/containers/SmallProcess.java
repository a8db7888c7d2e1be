package dev.enclave.docker.containers;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.archive.PackOptions;
import dev.enclave.docker.archive.UnpackOptions;
import java.nio.file.Path;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Brings a directory into a container and back, and prints what came; run with little memory. */
final class SmallProcess {

    private SmallProcess() {}

    public static void main(String[] arguments) {
        String container = arguments[0];
        Object came = Mono.usingWhen(
                        Mono.fromSupplier(DockerClient::create),
                        docker -> docker.containers()
                                .putDirectory(
                                        container, Path.of(arguments[1]), "/tmp", PackOptions.DEFAULTS.withPrefix("d"))
                                .then(docker.containers()
                                        .getDirectory(
                                                container, "/tmp/d", Path.of(arguments[2]), UnpackOptions.DEFAULTS)),
                        DockerClient::close)
                .block(Duration.ofMinutes(3));
        System.out.println(came);
    }
}
