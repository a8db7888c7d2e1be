package dev.enclave.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What Docker does at the end of the input of an attach, where the container keeps its input for others (moby #38457). */
@OnEverySocket
class AttachWithoutStdinOnceIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private ContainerOperations operations() {
        return TestEngine.client(kind).containers();
    }

    @Test
    void endsItsOwnOutputAndNotTheContainersInput() {
        String name = containers.create(TestContainers.config("cat").openStdin(true));
        DuplexStream first = operations().attach(name, AttachOptions.ALL).block(SHORT);
        operations().start(name).block(SHORT);

        echo(first, "one\n")
                .then(() -> first.endInput().block(SHORT))
                .expectComplete()
                .verify(SHORT);

        assertThat(operations().inspect(name).block(SHORT).state().running()).isTrue();
        DuplexStream second = operations().attach(name, AttachOptions.ALL).block(SHORT);
        echo(second, "two\n").thenCancel().verify(SHORT);
    }

    private static StepVerifier.Step<StreamFrame> echo(DuplexStream stream, String line) {
        return StepVerifier.create(stream.output())
                .then(() -> stream.write(Mono.just(line.getBytes(StandardCharsets.UTF_8)))
                        .block(SHORT))
                .assertNext(frame -> assertThat(frame.text()).isEqualTo(line));
    }
}
