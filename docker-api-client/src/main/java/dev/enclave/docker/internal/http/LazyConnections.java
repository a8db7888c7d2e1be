package dev.enclave.docker.internal.http;

import dev.enclave.docker.transport.ResolvedEndpoint;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Makes the connections when they are first needed, once, and closes them once; a client that was never used closes nothing. */
final class LazyConnections {

    /** A time to live that {@code Mono.cache} takes as endless. */
    static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<@Nullable EngineConnections> created = new AtomicReference<>();
    private final Mono<EngineConnections> connections;
    private final Mono<Void> closing;

    LazyConnections(Mono<ResolvedEndpoint> endpoint, Function<ResolvedEndpoint, Mono<EngineConnections>> factory) {
        Mono<EngineConnections> shared = endpoint.flatMap(factory)
                .flatMap(this::keepUnlessClosed)
                .cache(value -> FOR_EVER, error -> Duration.ZERO, () -> Duration.ZERO);
        this.connections = Mono.defer(() -> closed.get() ? closedError() : shared);
        this.closing = Mono.defer(this::closeCreated).cache();
    }

    /** A close that came while they were made found nothing to close. */
    private Mono<EngineConnections> keepUnlessClosed(EngineConnections made) {
        created.set(made);
        boolean missed = closed.get() && created.compareAndSet(made, null);
        return missed ? made.close().then(closedError()) : Mono.just(made);
    }

    Mono<EngineConnections> get() {
        return connections;
    }

    Mono<Void> close() {
        return closing;
    }

    private Mono<Void> closeCreated() {
        closed.set(true);
        EngineConnections existing = created.getAndSet(null);
        return existing == null ? Mono.empty() : existing.close();
    }

    private static Mono<EngineConnections> closedError() {
        return Mono.error(new IllegalStateException("this DockerClient has been closed"));
    }
}
