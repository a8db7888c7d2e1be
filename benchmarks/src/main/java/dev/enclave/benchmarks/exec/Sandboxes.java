package dev.enclave.benchmarks.exec;

import dev.enclave.benchmarks.measure.Target;
import dev.enclave.docker.DockerClient;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;

/** A running sandbox for each way. Closing removes them. */
final class Sandboxes implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DockerClient client;
    private final List<SandboxEngine> engines = new CopyOnWriteArrayList<>();
    private final List<Subject> subjects;

    Sandboxes(Target target) {
        client = target.newClient();
        SandboxSpec spec =
                SandboxSpec.builder(target.image()).cpus(2).pids(1000).build();
        try {
            subjects = Flux.fromArray(Way.values())
                    .concatMap(way -> open(way).create(spec).map(sandbox -> new Subject(way, sandbox)))
                    .collectList()
                    .blockOptional(PATIENCE)
                    .orElseThrow();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private SandboxEngine open(Way way) {
        SandboxEngine engine = SandboxEngine.builder()
                .dockerClient(client)
                .agent(way.use())
                .agentSocket(way.socket())
                .build();
        engines.add(engine);
        return engine;
    }

    List<Subject> subjects() {
        return subjects;
    }

    @Override
    public void close() {
        Flux.fromIterable(engines)
                .flatMap(SandboxEngine::close)
                .then(client.close())
                .block(PATIENCE);
    }

    /**
     * A way with its sandbox.
     *
     * @param way how commands run
     * @param sandbox where
     */
    record Subject(Way way, Sandbox sandbox) {}
}
