package dev.enclave.docker.internal.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.EngineUnreachableException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.docker.transport.SshOptions;
import dev.enclave.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import reactor.test.StepVerifier;

/** The life of the child processes, and what users are told when one of them fails; shell scripts stand in for ssh. */
@OnEverySocket
class SshConnectionsTests {

    private static final Duration SHORT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Parameter
    SocketKind kind;

    private DockerClient client;

    /** Connects through a script; its process id is noted first. */
    private void connect(String... lines) throws IOException {
        Path script = directory.resolve("ssh");
        Files.writeString(
                script,
                "#!/bin/sh\necho $$ >> '%s'\n%s\n".formatted(directory.resolve("pids"), String.join("\n", lines)));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        connect(SshOptions.of(script.toString()));
    }

    private void connect(SshOptions ssh) {
        client = DockerClient.create(DockerClientOptions.DEFAULTS
                .withEndpoint(DockerEndpoint.of("ssh://me@build"))
                .withSsh(ssh)
                .withSocketKind(kind)
                .withApiVersion(ApiVersion.MINIMUM)
                .withEventLoopThreads(1));
    }

    @AfterEach
    void close() {
        client.close().block(SHORT);
    }

    @Test
    @Tag("C8")
    void tellsWhatSshSaid() throws Exception {
        connect("echo 'me@build: Permission denied (publickey).' >&2", "exit 255");

        client.system()
                .info()
                .as(StepVerifier::create)
                .expectErrorSatisfies(SshConnectionsTests::assertTold)
                .verify(SHORT);
        client.system()
                .events(EventOptions.ALL)
                .as(StepVerifier::create)
                .expectErrorSatisfies(SshConnectionsTests::assertTold)
                .verify(SHORT);
        Eventually.holds("all children have gone", () -> children().isEmpty());
    }

    private static void assertTold(Throwable error) {
        assertThat(error)
                .isInstanceOf(EngineUnreachableException.class)
                .hasMessageContaining("cannot reach a container engine at ssh://me@build (from the client's options)")
                .hasMessageContaining("ssh ended with exit code 255: me@build: Permission denied (publickey).")
                .hasMessageContaining("does 'ssh -o BatchMode=yes' to this host work");
    }

    @Test
    @Tag("C8")
    void doesNotClaimThatARequestWasNotCarriedOut() throws Exception {
        connect("echo 'Connection reset by build' >&2", "exit 255");

        client.containers()
                .create("c", ContainerConfig.builder("x").build())
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                ConnectionLostException.class,
                                lost -> assertThat(lost.mayHaveBeenCarriedOut()).isTrue())
                        .hasMessageContaining("Connection reset by build"))
                .verify(SHORT);
    }

    @Test
    @Tag("C8")
    void keepsLongComplaintsShort() throws Exception {
        connect("seq 1 5000 >&2", "exit 1");

        client.system()
                .info()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error ->
                        assertThat(error.getMessage()).contains("1; 2; 3;").hasSizeLessThan(4_000))
                .verify(SHORT);
    }

    @Test
    @Tag("C8")
    void tellsThatThereIsNoSsh() {
        connect(SshOptions.of("/no/such/ssh"));

        client.system()
                .info()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(EngineUnreachableException.class)
                        .hasMessageContaining("cannot start /no/such/ssh"))
                .verify(SHORT);
    }

    @Test
    @Tag("C1")
    void endsItsChildWithACancellation() throws Exception {
        connect("exec sleep 1000");

        client.system()
                .events(EventOptions.ALL)
                .as(StepVerifier::create)
                .expectSubscription()
                .then(() -> Eventually.holds("a child runs", () -> children().size() == 1))
                .thenCancel()
                .verify(SHORT);

        Eventually.holds("the child has gone", () -> children().isEmpty());
    }

    @Test
    void endsAllChildrenWhenItIsClosedAndLeavesNoFile() throws Exception {
        connect("trap '' TERM", "while :; do sleep 0.1; done");
        var waiting = client.system().events(EventOptions.ALL).onErrorComplete().subscribe();
        Eventually.holds("a child runs", () -> children().size() == 1);

        client.close().block(SHORT);

        assertThat(children()).isEmpty();
        Eventually.holds("the stream has ended", waiting::isDisposed);
    }

    private List<Long> children() throws IOException {
        Path pids = directory.resolve("pids");
        if (!Files.exists(pids)) {
            return List.of();
        }
        return Files.readAllLines(pids).stream()
                .map(Long::valueOf)
                .filter(pid -> ProcessHandle.of(pid).isPresent())
                .toList();
    }
}
