package dev.enclave.docker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.exec.Execs;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.proxy.FaultProxy;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** An engine that goes away and comes back, as in a restart: the same client goes on. */
@Tag("C8")
@OnEverySocket
class ReconnectIT {

    private static final Duration SHORT = Duration.ofSeconds(30);

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    @Test
    void failsWhileTheEngineIsAwayAndGoesOnWhenItIsBack() {
        String container = containers.startIdle();
        try (FaultProxy proxy = FaultProxy.toTestEngine()) {
            DockerClient client = DockerClient.create(DockerClientOptions.DEFAULTS
                    .withEndpoint(proxy.endpoint())
                    .withSocketKind(kind)
                    .withEventLoopThreads(1));
            assertThat(new Execs(client, container).outputOf("echo", "before")).isEqualTo("before");

            proxy.down();
            for (int i = 0; i < 3; i++) {
                assertFails(client.system().ping());
                assertFails(client.containers().inspect(container));
                assertFails(
                        client.containers().logs(container, LogOptions.DEFAULTS).then());
            }

            proxy.up();
            assertThat(new Execs(client, container).outputOf("echo", "after")).isEqualTo("after");
            client.close().block(SHORT);
        }
    }

    private static void assertFails(Mono<?> request) {
        request.as(StepVerifier::create).expectError(DockerException.class).verify(SHORT);
    }
}
