package dev.enclave.engine.support;

import dev.enclave.docker.system.EngineEvent;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Tells what the container engine did with the sandboxes of one test, from the engine's own events: also what has gone since. */
public final class EngineWitness {

    private static final String LABEL = "enclave.test.witness";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The clocks of this machine and of the engine's may differ a little. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final String mark = TestRun.name("witness");
    private final Instant begin = Instant.now().minus(SLACK);

    /** Returns the specification with the mark by which its containers are known. */
    public SandboxSpec mark(SandboxSpec.Builder spec) {
        return spec.label(LABEL, mark).build();
    }

    /** Returns what happened up to now to containers with the mark: {@code create}, {@code start}, {@code die} and so on. */
    public List<String> actions() {
        EventOptions options = EventOptions.ALL
                .between(begin, Instant.now())
                .withFilter("type", "container")
                .withFilter("label", LABEL + "=" + mark);
        return TestEngine.client()
                .system()
                .events(options)
                .mapNotNull(EngineEvent::action)
                .collectList()
                .block(PATIENCE);
    }
}
