package dev.enclave.benchmarks.cycle;

import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.Footprint;
import dev.enclave.benchmarks.measure.Load;
import dev.enclave.benchmarks.measure.Recorder;
import dev.enclave.benchmarks.measure.Rounds;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Timing;
import dev.enclave.benchmarks.peer.Peers;
import dev.enclave.benchmarks.peer.Recipe;
import dev.enclave.benchmarks.peer.SandboxPeer;
import dev.enclave.benchmarks.result.Unit;
import java.util.List;
import reactor.core.scheduler.Schedulers;

/** Many sandboxes at once. Each peer is opened anew for its turn, so that the threads and the heap that it needs can be told. */
public final class FanoutBenchmark implements Benchmark {

    private static final Rounds ROUNDS = Rounds.of(5);

    /** How many a second there are is the doing of the engine, whoever asks for them: a few for each core. */
    private static final List<Load> LOADS =
            List.of(new Load(6, 1), new Load(16, 4), new Load(32, 16), new Load(64, 64));

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public String describe() {
        return "The work of `cycle`, 1 to 64 times at once. `threads started` is how many it has started since the client was opened;"
                + " `heap` how much more is live, after a collection, when all is done and the client is still open.";
    }

    @Override
    public void run(Target target, Recorder recorder) {
        Recipe recipe = Recipe.of(target.image());
        List<Peers.Candidate<SandboxPeer>> candidates = Peers.offering(SandboxPeer.class, target);
        ROUNDS.run(candidates, recorder, (candidate, figures) -> turn(candidate, recipe, figures));
    }

    private static void turn(Peers.Candidate<SandboxPeer> candidate, Recipe recipe, Recorder figures) {
        // Reactor's own threads belong to who uses them: they begin anew with each peer.
        Schedulers.shutdownNow();
        Footprint before = Footprint.begin();
        try (SandboxPeer peer = candidate.open().peer()) {
            if (peer.mostAtOnce() == 1) {
                return;
            }
            new Load(1, 1).run(peer.sandbox(recipe));
            LOADS.forEach(load -> {
                Timing timing = load.run(peer.sandbox(recipe));
                record(candidate.name(), load, timing, before.threadsStartedSince(), figures);
            });
            figures.record(candidate.name(), "heap afterwards", Unit.MEBIBYTES, before.heapMebibytesSince());
        }
    }

    private static void record(String subject, Load load, Timing timing, int threads, Recorder figures) {
        String at = load.atOnce() + " in flight: ";
        figures.record(subject, at + "rate", Unit.PER_SECOND, timing.perSecond());
        figures.record(
                subject, at + "p50", Unit.MILLISECONDS, timing.latencies().percentile(50));
        figures.record(
                subject, at + "p99", Unit.MILLISECONDS, timing.latencies().percentile(99));
        figures.record(subject, at + "client CPU per sandbox", Unit.CPU_MILLISECONDS, timing.cpuMillisEach());
        figures.record(subject, at + "threads started", Unit.THREADS, threads);
    }
}
