package dev.enclave.docker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.EngineUnreachableException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** The same engine, through {@code docker system dial-stdio}, which a script runs here that would be {@code ssh} and run it elsewhere. */
@OnEverySocket
class SshIT extends EndpointContract {

    @TempDir
    static Path directory;

    private static Path ssh;

    @BeforeAll
    static void standIn() throws IOException {
        ssh = directory.resolve("ssh");
        DockerEndpoint engine = TestEngine.client().endpoint().block(SHORT).endpoint();
        Files.writeString(ssh, """
                #!/bin/sh
                while [ "$1" != -- ]; do shift; done
                shift 2
                export DOCKER_HOST='%s'
                exec sh -c "exec $*"
                """.formatted(engine));
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
    }

    @Override
    DockerEndpoint endpoint() {
        return DockerEndpoint.of("ssh://me@localhost:22");
    }

    @Override
    DockerClientOptions options() {
        return super.options().withSsh(SshOptions.of(ssh.toString()));
    }

    /** The path is another socket on the other machine; it beats the variable there. */
    @Test
    void asksForTheSocketThatThePathNames() {
        DockerEndpoint other = DockerEndpoint.of("ssh://me@localhost/no/such/docker.sock");
        DockerClient elsewhere = DockerClient.create(options().withEndpoint(other));

        elsewhere
                .system()
                .ping()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(EngineUnreachableException.class)
                        .hasMessageMatching(".*ssh ended with exit code \\d+: .*unix(://| )/no/such/docker\\.sock.*"))
                .verify(SHORT);
        elsewhere.close().block(SHORT);
    }
}
