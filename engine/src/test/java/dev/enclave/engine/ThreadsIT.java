package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Sandboxes, commands and streams bring no threads of their own. */
@Tag("C9")
@SandboxTest
class ThreadsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SANDBOXES = 5;
    private static final int STREAMS_EACH = 6;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final SandboxEngine engine;

    ThreadsIT(SandboxEngine engine) {
        this.engine = engine;
    }

    @Test
    void manySandboxesAndStreamsRunOnTheSameFewThreads() {
        engine.use(TestSpecs.busybox().build(), sandbox -> sandbox.exec("true")).block(PATIENCE);
        Map<String, Long> before = threadsByKind();

        List<Sandbox> sandboxes = Flux.range(0, SANDBOXES)
                .flatMap(i -> engine.create(TestSpecs.busybox().build()), 4)
                .collectList()
                .block(PATIENCE);
        AtomicInteger lines = new AtomicInteger();
        Disposable streams = Flux.fromIterable(sandboxes)
                .flatMap(
                        sandbox -> Flux.range(0, STREAMS_EACH)
                                .flatMap(i -> sandbox.stream(Command.shell("echo ready; sleep 7500")), STREAMS_EACH),
                        SANDBOXES)
                .subscribe(chunk -> lines.incrementAndGet());
        Eventually.get("streams that have begun", lines::get, count -> count == SANDBOXES * STREAMS_EACH);

        Map<String, Long> during = threadsByKind();
        streams.dispose();
        Flux.fromIterable(sandboxes).flatMap(Sandbox::remove, 4).blockLast(PATIENCE);

        // Event loops start when they are first needed, up to one a core. A thread a stream would be 30 more.
        assertThat(during).containsEntry("enclave-timer", 1L);
        during.forEach((kind, count) -> assertThat(count - before.getOrDefault(kind, 0L))
                .as("more threads '%s'", kind)
                .isLessThanOrEqualTo(CORES));
        assertThat(total(during) - total(before)).as("more threads").isLessThanOrEqualTo(2L * CORES);
    }

    private static long total(Map<String, Long> threads) {
        return threads.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> threadsByKind() {
        return Thread.getAllStackTraces().keySet().stream()
                .collect(Collectors.groupingBy(
                        thread -> thread.getName().replaceAll("[-#]?\\d+", ""), Collectors.counting()));
    }
}
