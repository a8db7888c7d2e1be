package dev.enclave.benchmarks.admission;

import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.Recorder;
import dev.enclave.benchmarks.measure.Scale;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.result.Samples;
import dev.enclave.benchmarks.result.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the bound on launches and removals does: to the rate of a fan-out, and to single requests meanwhile. */
public final class AdmissionBenchmark implements Benchmark {

    private static final int ROUNDS = 2;
    private static final int CROWD = Scale.of(256);
    private static final int CYCLES = Scale.of(48);
    private static final List<Integer> BOUNDS = List.of(1, 2, 4, 8, 16, 32);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public String name() {
        return "admission";
    }

    @Override
    public String describe() {
        return "How many launches and removals are under way at once. First the rate of " + CYCLES
                + " sandboxes with different bounds. Then a"
                + " fan-out of " + CROWD
                + " with the default bound and without any; meanwhile, one at a time, pings through the same"
                + " client, sandboxes of the same engine (which wait for their turn), and sandboxes of an engine of its own, as another"
                + " process has it.";
    }

    @Override
    public void run(Target target, Recorder recorder) {
        for (int round = 0; round < ROUNDS; round++) {
            for (int atOnce : BOUNDS) {
                try (BoundedEngine engine = BoundedEngine.open("enclave", target, atOnce)) {
                    recorder.record(
                            engine.name(),
                            atOnce + " engine calls at once: rate",
                            Unit.PER_SECOND,
                            CYCLES / seconds(engine.fanOut(CYCLES)));
                }
            }
        }
        try (BoundedEngine bounded = BoundedEngine.open("enclave, default bound", target, null);
                BoundedEngine unbounded = BoundedEngine.open("enclave, no bound", target, BoundedEngine.UNBOUNDED);
                BoundedEngine other = BoundedEngine.open("another", target, null)) {
            List<BoundedEngine> order = new ArrayList<>(List.of(bounded, unbounded));
            for (int round = 0; round < ROUNDS; round++) {
                order.forEach(engine -> measureCrowd(engine, other, recorder));
                Collections.reverse(order);
            }
        }
    }

    private static void measureCrowd(BoundedEngine engine, BoundedEngine other, Recorder recorder) {
        List<Probe> probes = List.of(
                new Probe("ping", engine.ping()),
                new Probe("sandbox of the same engine", engine.sandbox()),
                new Probe("sandbox of another engine", other.sandbox()));
        Mono<Double> crowd = Mono.fromSupplier(System::nanoTime)
                .flatMap(begin -> engine.fanOut(CROWD)
                        .then(Mono.fromSupplier(() -> (System.nanoTime() - begin) / NANOS_PER_SECOND)))
                .cache();
        List<Samples> latencies = Flux.fromIterable(probes)
                .flatMapSequential(probe -> probe.during(crowd), probes.size())
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
        String when = "fan-out of " + CROWD + ": ";
        recorder.record(
                engine.name(),
                when + "rate",
                Unit.PER_SECOND,
                CROWD / crowd.blockOptional(PATIENCE).orElseThrow());
        for (int i = 0; i < probes.size(); i++) {
            String what = when + probes.get(i).what();
            recorder.record(
                    engine.name(),
                    what + ", p50",
                    Unit.MILLISECONDS,
                    latencies.get(i).median());
            recorder.record(
                    engine.name(),
                    what + ", p99",
                    Unit.MILLISECONDS,
                    latencies.get(i).percentile(99));
            recorder.record(
                    engine.name(),
                    what + ", longest",
                    Unit.MILLISECONDS,
                    latencies.get(i).max());
        }
    }

    private static double seconds(Mono<Void> work) {
        long begin = System.nanoTime();
        work.block(PATIENCE);
        return (System.nanoTime() - begin) / NANOS_PER_SECOND;
    }
}
