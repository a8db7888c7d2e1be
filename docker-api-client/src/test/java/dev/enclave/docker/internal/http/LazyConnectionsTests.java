package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.ResolvedEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

@Tag("C9")
class LazyConnectionsTests {

    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final ResolvedEndpoint ENDPOINT =
            new ResolvedEndpoint(DockerEndpoint.unix(Path.of("/none.sock")), "the test");

    private final List<EngineConnections> made = new ArrayList<>();

    @Test
    void areMadeOnceForAllWhoNeedThem() {
        LazyConnections lazy = new LazyConnections(Mono.just(ENDPOINT), this::make);

        EngineConnections first = lazy.get().block(SHORT);
        EngineConnections second = lazy.get().block(SHORT);

        assertThat(first).isSameAs(second);
        assertThat(made).hasSize(1);
        lazy.close().block(SHORT);
    }

    @Test
    void areMadeAgainAfterTheEndpointCouldNotBeResolved() {
        List<Mono<ResolvedEndpoint>> answers =
                new ArrayList<>(List.of(Mono.error(new IllegalStateException("no context")), Mono.just(ENDPOINT)));
        LazyConnections lazy = new LazyConnections(Mono.defer(() -> answers.remove(0)), this::make);

        lazy.get().as(StepVerifier::create).expectErrorMessage("no context").verify(SHORT);
        assertThat(lazy.get().block(SHORT)).isNotNull();

        lazy.close().block(SHORT);
    }

    @Test
    void areNotGivenToAnybodyWhenTheClientWasClosedWhileTheyWereMade() {
        Sinks.One<ResolvedEndpoint> endpoint = Sinks.one();
        LazyConnections lazy = new LazyConnections(endpoint.asMono(), this::make);

        StepVerifier.create(lazy.get())
                .then(() -> lazy.close().block(SHORT))
                .then(() -> endpoint.emitValue(ENDPOINT, Sinks.EmitFailureHandler.FAIL_FAST))
                .expectErrorMessage("this DockerClient has been closed")
                .verify(SHORT);

        assertThat(made).hasSize(1);
    }

    private Mono<EngineConnections> make(ResolvedEndpoint endpoint) {
        return EngineConnections.create(endpoint, DockerClientOptions.DEFAULTS.withEventLoopThreads(1))
                .doOnNext(made::add);
    }
}
