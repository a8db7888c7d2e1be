package dev.enclave.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.enclave.benchmarks.measure.BenchContainer;
import dev.enclave.benchmarks.measure.Load;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.DockerEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each peer really does its work: it checks its outcome itself. */
class PeersIT {

    private static final Load ONCE = new Load(1, 1);

    private Target target;

    @BeforeEach
    void find() {
        DockerClient client = DockerClient.create();
        DockerEndpoint endpoint =
                client.endpoint().block(Duration.ofSeconds(10)).endpoint();
        client.close().block(Duration.ofSeconds(10));
        target = new Target(endpoint, ApiVersion.MINIMUM, "busybox:latest", null);
    }

    @Test
    void makeRequests() {
        try (BenchContainer container = BenchContainer.idle(target);
                Peers.OpenPeers<UnaryPeer> peers = Peers.open(UnaryPeer.class, target)) {
            assertThat(peers.all())
                    .extracting(Peers.Opened::name)
                    .containsExactly("enclave-client", "docker-java (httpclient5)", "docker-java (zerodep)", "floor");
            assertThat(peers.all())
                    .allSatisfy(peer -> assertThatCode(() -> {
                                ONCE.run(peer.peer().ping());
                                ONCE.run(peer.peer().inspect(container.name()));
                            })
                            .doesNotThrowAnyException());
        }
    }

    @Test
    void makeSandboxes() {
        try (Peers.OpenPeers<SandboxPeer> peers = Peers.open(SandboxPeer.class, target)) {
            assertThat(peers.all())
                    .hasSize(5)
                    .allSatisfy(peer -> assertThatCode(
                                    () -> ONCE.run(peer.peer().sandbox(Recipe.of(target.image()))))
                            .doesNotThrowAnyException());
        }
    }

    @Test
    void readOutputFastAndSlowly() {
        try (BenchContainer container = BenchContainer.idle(target);
                Peers.OpenPeers<OutputPeer> peers = Peers.open(OutputPeer.class, target)) {
            assertThat(peers.all())
                    .hasSize(4)
                    .allSatisfy(peer -> assertThatCode(() -> {
                                ONCE.run(peer.peer().output(container.name(), 1 << 20, Duration.ZERO));
                                ONCE.run(peer.peer().output(container.name(), 128 << 10, Duration.ofMillis(2)));
                            })
                            .doesNotThrowAnyException());
        }
    }

    @Test
    void areLeftOutWhereTheyAreNot() {
        Target remote = new Target(DockerEndpoint.tcp("localhost", 1), target.api(), target.image(), Path.of("/none"));

        assertThat(Peers.offering(UnaryPeer.class, remote))
                .extracting(Peers.Candidate::name)
                .contains("docker CLI")
                .doesNotContain("floor");
    }
}
