package dev.enclave.engine.support;

import dev.enclave.docker.containers.ContainerSummary;
import dev.enclave.docker.containers.ListContainersOptions;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/**
 * A label of its own for the containers of one test, by which these are found on the engine in whatever state they are.
 *
 * @param value the label's value
 */
public record Mark(String value) {

    /** The label. */
    public static final String LABEL = "enclave.test.mark";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Returns a new mark. */
    public static Mark create() {
        return new Mark(TestRun.name("mark"));
    }

    /** Returns the beginning of a description with BusyBox, all defaults, and this mark. */
    public SandboxSpec.Builder busybox() {
        return TestSpecs.busybox().label(LABEL, value);
    }

    /** Returns the marked containers that are on the engine, also those that do not run. */
    public List<ContainerSummary> containers() {
        return all().block(PATIENCE);
    }

    private Mono<List<ContainerSummary>> all() {
        return TestEngine.client()
                .containers()
                .list(ListContainersOptions.ALL.withFilter("label", LABEL + "=" + value))
                .collectList();
    }

    /** Waits until none is left; fails when one is after the given time. */
    public void awaitNone(Duration atMost) {
        all().filter(List::isEmpty)
                .repeatWhenEmpty(Integer.MAX_VALUE, empty -> empty.delayElements(PAUSE))
                .timeout(atMost)
                .onErrorMap(
                        TimeoutException.class,
                        e -> new AssertionError("left after " + atMost + ": " + containers(), e))
                .block();
    }
}
