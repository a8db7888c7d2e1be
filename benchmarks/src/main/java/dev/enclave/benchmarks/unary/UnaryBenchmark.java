package dev.enclave.benchmarks.unary;

import dev.enclave.benchmarks.measure.BenchContainer;
import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.Load;
import dev.enclave.benchmarks.measure.Recorder;
import dev.enclave.benchmarks.measure.Rounds;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Timing;
import dev.enclave.benchmarks.measure.Work;
import dev.enclave.benchmarks.peer.Peers;
import dev.enclave.benchmarks.peer.UnaryPeer;
import dev.enclave.benchmarks.result.Unit;
import java.time.Duration;
import java.util.List;

/** The smallest request, and one with some JSON: latency, and rate, at 1, 16 and 256 in flight. */
public final class UnaryBenchmark implements Benchmark {

    private static final Rounds ROUNDS = Rounds.of(7).warmedUpFor(Duration.ofSeconds(75));

    /** Times enough to begin and end slowly without showing, few enough for all rounds to be over in a minute. */
    private static final List<Load> PINGS = List.of(new Load(500, 1), new Load(1600, 16), new Load(2560, 256));

    private static final List<Load> INSPECTIONS = List.of(new Load(200, 1), new Load(800, 16), new Load(1024, 256));

    /** A process each time. */
    private static final Load COMMAND_LINE = new Load(8, 1);

    @Override
    public String name() {
        return "unary";
    }

    @Override
    public String describe() {
        return "Single requests: `ping`, and `inspect` of a container, 1, 16 and 256 in flight. Blocking peers have a thread for each. The"
                + " command line has no ping; its figure is `docker version`.";
    }

    @Override
    public void run(Target target, Recorder recorder) {
        try (BenchContainer container = BenchContainer.idle(target);
                Peers.OpenPeers<UnaryPeer> peers = Peers.open(UnaryPeer.class, target)) {
            ROUNDS.run(peers.all(), recorder, (peer, figures) -> {
                measure("ping", peer, peer.peer().ping(), PINGS, figures);
                measure("inspect", peer, peer.peer().inspect(container.name()), INSPECTIONS, figures);
            });
        }
    }

    private static void measure(
            String request, Peers.Opened<UnaryPeer> peer, Work work, List<Load> loads, Recorder figures) {
        if (peer.peer().mostAtOnce() == 1) {
            record(request, peer.name(), COMMAND_LINE, COMMAND_LINE.run(work), figures);
            return;
        }
        loads.forEach(load -> record(request, peer.name(), load, load.run(work), figures));
    }

    private static void record(String request, String subject, Load load, Timing timing, Recorder figures) {
        String at = request + ", " + load.atOnce() + " in flight: ";
        figures.record(
                subject, at + "p50", Unit.MILLISECONDS, timing.latencies().percentile(50));
        figures.record(
                subject, at + "p99", Unit.MILLISECONDS, timing.latencies().percentile(99));
        figures.record(subject, at + "rate", Unit.PER_SECOND, timing.perSecond());
    }
}
