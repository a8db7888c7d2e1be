package dev.enclave.benchmarks.attach;

import dev.enclave.benchmarks.measure.BenchContainer;
import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.Load;
import dev.enclave.benchmarks.measure.Recorder;
import dev.enclave.benchmarks.measure.Rounds;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Timing;
import dev.enclave.benchmarks.peer.AttachPeer;
import dev.enclave.benchmarks.peer.Peers;
import dev.enclave.benchmarks.result.Unit;
import dev.enclave.docker.containers.ContainerConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A small message to a program in a container, and back. */
public final class AttachBenchmark implements Benchmark {

    private static final Rounds ROUNDS = Rounds.of(7).warmedUpFor(Duration.ofSeconds(10));
    private static final Load MESSAGES = new Load(1000, 1);
    private static final byte[] MESSAGE =
            "a line of sixty-four bytes, with its end: 0123456789 0123456789\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "attach";
    }

    @Override
    public String describe() {
        return "A message of 64 bytes to the `cat` that is a container's program, over an attached connection, and back.";
    }

    @Override
    public void run(Target target, Recorder recorder) {
        try (Peers.OpenPeers<AttachPeer> peers = Peers.open(AttachPeer.class, target)) {
            ROUNDS.run(peers.all(), recorder, (peer, figures) -> measure(target, peer, figures));
        }
    }

    private static void measure(Target target, Peers.Opened<AttachPeer> peer, Recorder figures) {
        ContainerConfig.Builder cat = ContainerConfig.builder(target.image())
                .cmd(List.of("cat"))
                .openStdin(true)
                .attachStdin(true)
                .attachStdout(true)
                .attachStderr(true);
        try (BenchContainer container = BenchContainer.start(target, cat);
                AttachPeer.Echo echo = peer.peer().attach(container.name(), MESSAGE)) {
            Timing timing = MESSAGES.run(echo.roundTrip());
            figures.record(
                    peer.name(),
                    "round trip: p50",
                    Unit.MILLISECONDS,
                    timing.latencies().percentile(50));
            figures.record(
                    peer.name(),
                    "round trip: p99",
                    Unit.MILLISECONDS,
                    timing.latencies().percentile(99));
        }
    }
}
