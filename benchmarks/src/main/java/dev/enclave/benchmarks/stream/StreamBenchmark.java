package dev.enclave.benchmarks.stream;

import dev.enclave.benchmarks.measure.BenchContainer;
import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.Footprint;
import dev.enclave.benchmarks.measure.Load;
import dev.enclave.benchmarks.measure.Recorder;
import dev.enclave.benchmarks.measure.Rounds;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Timing;
import dev.enclave.benchmarks.measure.Work;
import dev.enclave.benchmarks.peer.OutputPeer;
import dev.enclave.benchmarks.peer.Peers;
import dev.enclave.benchmarks.result.Unit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Standard output of commands in a running container: throughput, its CPU, and the heap while many are read slowly. */
public final class StreamBenchmark implements Benchmark {

    private static final Rounds ROUNDS = Rounds.of(5);
    private static final long MEBIBYTE = 1 << 20;
    private static final double MEBIBYTES_PER_GIBIBYTE = 1024;
    private static final double MILLIS_PER_SECOND = 1000;
    private static final int MANY = 64;
    private static final long BYTES_ALONE = 256 * MEBIBYTE;
    private static final long BYTES_OF_MANY = 2 * MEBIBYTE;

    private static final int SLOW_ONES = 16;
    private static final long BYTES_SLOWLY = 4 * MEBIBYTE;
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** By then all slow streams have begun, and none has ended. */
    private static final long MIDDLE_MILLIS = 900;

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public String describe() {
        return "Zeros printed by `dd` through the exec API and read to the end: 256 MiB by one command, and 2 MiB by each of 64 at once. `heap`"
                + " is how much more is live, after a collection, while 16 streams are read slowly (a part, then 5 ms of nothing).";
    }

    @Override
    public void run(Target target, Recorder recorder) {
        try (BenchContainer container = BenchContainer.idle(target);
                Peers.OpenPeers<OutputPeer> peers = Peers.open(OutputPeer.class, target)) {
            ROUNDS.run(peers.all(), recorder, (peer, figures) -> {
                fast(peer, container.name(), 1, BYTES_ALONE, figures);
                fast(peer, container.name(), MANY, BYTES_OF_MANY, figures);
                slow(peer, container.name(), figures);
            });
        }
    }

    private static void fast(
            Peers.Opened<OutputPeer> peer, String container, int atOnce, long bytes, Recorder figures) {
        Timing timing = new Load(atOnce, atOnce).run(peer.peer().output(container, bytes, Duration.ZERO));
        double mebibytes = (double) atOnce * bytes / MEBIBYTE;
        String at = atOnce + " at once: ";
        figures.record(peer.name(), at + "throughput", Unit.MEBIBYTES_PER_SECOND, mebibytes / timing.seconds());
        figures.record(
                peer.name(),
                at + "client CPU",
                Unit.CPU_SECONDS_PER_GIBIBYTE,
                timing.cpuMillis() / MILLIS_PER_SECOND / mebibytes * MEBIBYTES_PER_GIBIBYTE);
    }

    private static void slow(Peers.Opened<OutputPeer> peer, String container, Recorder figures) {
        Footprint before = Footprint.begin();
        Executor later = CompletableFuture.delayedExecutor(MIDDLE_MILLIS, TimeUnit.MILLISECONDS);
        CompletableFuture<Double> heap = CompletableFuture.supplyAsync(before::heapMebibytesSince, later);
        Work work = peer.peer().output(container, BYTES_SLOWLY, PAUSE);
        new Load(SLOW_ONES, SLOW_ONES).run(work);
        figures.record(peer.name(), "16 slow ones: heap", Unit.MEBIBYTES, heap.join());
    }
}
