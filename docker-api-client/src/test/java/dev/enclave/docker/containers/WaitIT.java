package dev.enclave.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Waiting, armed before what is waited for happens, so that nothing can be missed. */
@OnEverySocket
@Conformance({"containers.armWait", "containers.waitFor"})
class WaitIT {

    private static final Duration SHORT = Duration.ofSeconds(30);

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private ContainerOperations operations() {
        return TestEngine.client(kind).containers();
    }

    @Test
    void forTheNextExitSeesAProgramThatEndsAtOnce() {
        String name = containers.create(TestContainers.config("sh", "-c", "exit 7"));

        assertThat(startArmed(name, WaitCondition.NEXT_EXIT)).isEqualTo(7);
    }

    @Test
    void forTheRemovalSeesAContainerThatRemovesItself() {
        ContainerConfig.Builder removedAtItsEnd = TestContainers.config("sh", "-c", "exit 9")
                .hostConfig(TestContainers.host().autoRemove(true).build());
        String name = containers.create(removedAtItsEnd);

        assertThat(startArmed(name, WaitCondition.REMOVED)).isEqualTo(9);
    }

    @Test
    void forNotRunningIsOverAtOnceWhenItNeverRan() {
        String name = containers.create(TestContainers.config("sh", "-c", "exit 7"));

        // Docker takes it for a success, Podman does not.
        assertThat(operations()
                        .waitFor(name, WaitCondition.NOT_RUNNING)
                        .block(SHORT)
                        .statusCode())
                .isIn(0, -1);
    }

    @Test
    void forNotRunningLastsUntilTheEnd() {
        String name = containers.startIdle();

        operations()
                .armWait(name, WaitCondition.NOT_RUNNING)
                .flatMap(exit -> operations().kill(name, "SIGKILL").then(exit))
                .as(StepVerifier::create)
                .assertNext(exit -> assertThat(exit.statusCode()).isEqualTo(137))
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    @Tag("C6")
    void byManyDoesNotHinderTheRequestThatEndsIt() {
        String name = containers.startIdle();

        Flux.range(0, 40)
                .flatMap(i -> operations().armWait(name, WaitCondition.NEXT_EXIT), 40)
                .collectList()
                .flatMapMany(
                        exits -> operations().kill(name, "SIGKILL").thenMany(Flux.merge(Flux.fromIterable(exits), 40)))
                .map(ContainerExit::statusCode)
                .collectList()
                .as(StepVerifier::create)
                .assertNext(codes -> assertThat(codes).hasSize(40).containsOnly(137))
                .expectComplete()
                .verify(SHORT);
    }

    private int startArmed(String name, WaitCondition condition) {
        Mono<ContainerExit> exit = operations()
                .armWait(name, condition)
                .flatMap(armed -> operations().start(name).then(armed));
        return exit.block(SHORT).statusCode();
    }
}
