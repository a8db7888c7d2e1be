package dev.enclave.benchmarks.admission;

import dev.enclave.benchmarks.measure.Target;
import dev.enclave.docker.DockerClient;
import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An engine with some bound on its launches and removals. */
final class BoundedEngine implements AutoCloseable {

    /** More than anybody asks for: no bound. */
    static final int UNBOUNDED = 10_000;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WARM_UP = 8;

    private final String name;
    private final DockerClient client;
    private final SandboxEngine engine;
    private final SandboxSpec spec;

    private BoundedEngine(String name, Target target, @Nullable Integer atOnce) {
        this.name = name;
        this.client = target.newClient();
        SandboxEngine.Builder builder =
                SandboxEngine.builder().dockerClient(client).orphanWatch(false);
        this.engine = atOnce == null
                ? builder.build()
                : builder.engineCallsAtOnce(atOnce).build();
        this.spec = SandboxSpec.of(target.image());
    }

    /** Makes one, and some sandboxes with it, so that it has done everything before. */
    static BoundedEngine open(String name, Target target, @Nullable Integer atOnce) {
        BoundedEngine opened = new BoundedEngine(name, target, atOnce);
        opened.fanOut(WARM_UP).block(PATIENCE);
        return opened;
    }

    String name() {
        return name;
    }

    Mono<?> ping() {
        return client.system().ping();
    }

    /** A sandbox that is made, used, and removed. */
    Mono<Void> sandbox() {
        return engine.use(spec, sandbox -> sandbox.exec(Command.of("/bin/echo", "hi")))
                .filter(ExecResult::isSuccess)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the command failed")))
                .then();
    }

    /** So many sandboxes, all at once as far as the caller can tell. */
    Mono<Void> fanOut(int sandboxes) {
        return Flux.range(0, sandboxes).flatMap(i -> sandbox(), sandboxes).then();
    }

    @Override
    public void close() {
        engine.close().then(client.close()).block(PATIENCE);
    }
}
