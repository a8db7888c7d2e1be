package dev.enclave.examples;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.archive.PackOptions;
import dev.enclave.docker.archive.UnpackOptions;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

final class ReadmeDirectories {
    /** Brings a directory into a container, which may not have been started yet, and another one out of it. */
    static Mono<Void> exchange(DockerClient docker, String container, Path inputs, Path results) {
        return docker.containers()
                .putDirectory(container, inputs, "/tmp", PackOptions.DEFAULTS.withPrefix("inputs"))
                .then(docker.containers().getDirectory(container, "/tmp/inputs", results, UnpackOptions.DEFAULTS))
                .then();
    }
}
