package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.engine.support.SandboxEnds;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.proxy.Fault;
import dev.enclave.testing.proxy.FaultProxy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.test.StepVerifier;

/** A frame that breaks the rules, either way, ends its sandbox: nobody can tell where the next one begins. */
@Tag("C8")
class SpoiltStreamIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of random bytes that are the length of a frame, and far too much for one. */
    private static final long SEED = 1;

    // Over TCP, where the attached stream is all there is between the agent and us.
    private final FaultProxy proxy = FaultProxy.onTcp(TestEngine.endpoint());
    private final DockerClient client =
            DockerClient.create(DockerClientOptions.DEFAULTS.withEndpoint(proxy.endpoint()));
    private final SandboxEngine engine = SandboxEngine.builder()
            .dockerClient(client)
            .agent(AgentUse.REQUIRED)
            .orphanWatch(false)
            .build();

    @AfterEach
    void close() {
        engine.close().then(client.close()).block(PATIENCE);
        proxy.close();
    }

    /** The container engine puts eight bytes before what the agent says, and none before what it is told. */
    @ParameterizedTest
    @CsvSource({"ANSWER, 8", "REQUEST, 0"})
    void failsTheSandboxAndAllItsCommandsAndRemovesIt(Fault.Side side, long at) {
        Sandbox sandbox = engine.create(TestSpecs.busybox().build()).block(PATIENCE);
        Disposable.Swap other = Disposables.swap();

        StepVerifier.create(sandbox.stream(Command.shell("echo up; sleep 7803")))
                .assertNext(chunk -> assertThat(chunk.text()).isEqualTo("up\n"))
                .then(() -> {
                    proxy.inject(new Fault(Fault.Kind.GARBAGE, side, at, SEED, false));
                    other.update(sandbox.exec("true").onErrorComplete().subscribe());
                })
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(AgentFailedException.class)
                        .hasMessageContaining("sandbox " + sandbox.id()))
                .verify(PATIENCE);

        SandboxEnds.awaitFailed(sandbox);
        SandboxEnds.awaitContainerGone(sandbox);
        assertThat(proxy.heal()).as("how often the fault could happen").isPositive();
        other.dispose();
    }
}
