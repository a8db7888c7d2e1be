package dev.enclave.benchmarks;

import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxSpec;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Commands in a running sandbox, through the agent and through the exec API, in turns: latency, rate, and throughput of output. */
final class ExecBenchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ROUNDS = 7;
    private static final int AT_ONCE = 32;
    private static final int MEBIBYTES = 256;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Command ECHO = Command.of("/bin/echo", "hi");
    private static final Command PRINT = Command.of("head", "-c", MEBIBYTES + "m", "/dev/zero");

    private final Metric alone = new Metric("echo, one at a time: p50, ms", true);
    private final Metric aloneTail = new Metric("echo, one at a time: p99, ms", true);
    private final Metric crowded = new Metric("echo, 32 at once: p50, ms", true);
    private final Metric rate = new Metric("echo, 32 at once: commands a second", false);
    private final Metric throughput = new Metric("standard output, MiB a second", false);

    private final Map<Way, Sandbox> sandboxes = new EnumMap<>(Way.class);

    /** Runs it, on the calling thread, and returns the table. */
    List<String> run(String image) {
        SandboxSpec spec = SandboxSpec.builder(image).cpus(2).pids(1000).build();
        Map<Way, SandboxEngine> engines = new EnumMap<>(Way.class);
        for (Way way : Way.values()) {
            engines.put(way, SandboxEngine.builder().agent(way.use()).build());
        }
        try {
            engines.forEach((way, engine) -> sandboxes.put(
                    way, engine.create(spec).blockOptional(PATIENCE).orElseThrow()));
            return measure();
        } finally {
            Flux.fromIterable(engines.values()).flatMap(SandboxEngine::close).blockLast(PATIENCE);
        }
    }

    private List<String> measure() {
        for (int round = -1; round < ROUNDS; round++) {
            for (Way way : Way.values()) {
                measure(way, Objects.requireNonNull(sandboxes.get(way)), round >= 0);
            }
        }
        String head = String.format("%-34s | %-28s | %-28s | %s", "", "agent: median (spread)", "exec API", "ratio");
        return Stream.concat(
                        Stream.of(head),
                        Stream.of(alone, aloneTail, crowded, rate, throughput).map(Metric::row))
                .toList();
    }

    /** The first round only warms up. */
    private void measure(Way way, Sandbox sandbox, boolean counts) {
        Samples one = latencies(sandbox, way == Way.AGENT ? 200 : 30, 1);
        int many = way == Way.AGENT ? 2000 : 96;
        long begin = System.nanoTime();
        Samples crowd = latencies(sandbox, many, AT_ONCE);
        double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
        double mebibytes = throughputOf(sandbox);
        if (counts) {
            alone.add(way, one.median());
            aloneTail.add(way, one.percentile(99));
            crowded.add(way, crowd.median());
            rate.add(way, many / seconds);
            throughput.add(way, mebibytes);
        }
    }

    private static Samples latencies(Sandbox sandbox, int count, int atOnce) {
        double[] millis = Flux.range(0, count)
                .flatMap(i -> timed(sandbox), atOnce)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow()
                .stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        return new Samples(millis);
    }

    private static Mono<Double> timed(Sandbox sandbox) {
        return Mono.defer(() -> {
            long begin = System.nanoTime();
            return sandbox.exec(ECHO)
                    .doOnNext(ExecBenchmark::requireSuccess)
                    .map(result -> (System.nanoTime() - begin) / NANOS_PER_MILLI);
        });
    }

    private static void requireSuccess(ExecResult result) {
        if (!result.isSuccess() || !"hi\n".equals(result.stdout())) {
            throw new IllegalStateException("the command that is measured failed: " + result);
        }
    }

    private static double throughputOf(Sandbox sandbox) {
        long begin = System.nanoTime();
        long bytes = sandbox.stream(PRINT)
                .filter(OutputChunk.Data.class::isInstance)
                .cast(OutputChunk.Data.class)
                .reduce(0L, (sum, chunk) -> sum + chunk.bytes().length)
                .blockOptional(PATIENCE)
                .orElseThrow();
        if (bytes != (long) MEBIBYTES << 20) {
            throw new IllegalStateException("of " + MEBIBYTES + " MiB " + bytes + " bytes came");
        }
        return MEBIBYTES / ((System.nanoTime() - begin) / NANOS_PER_SECOND);
    }
}
