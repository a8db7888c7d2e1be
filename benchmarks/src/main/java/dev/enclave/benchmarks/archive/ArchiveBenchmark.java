package dev.enclave.benchmarks.archive;

import dev.enclave.benchmarks.measure.BenchContainer;
import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.Load;
import dev.enclave.benchmarks.measure.Recorder;
import dev.enclave.benchmarks.measure.Scale;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.TemporaryFiles;
import dev.enclave.benchmarks.measure.Timing;
import dev.enclave.benchmarks.measure.Work;
import dev.enclave.benchmarks.peer.ArchivePeer;
import dev.enclave.benchmarks.peer.Peers;
import dev.enclave.benchmarks.result.Subjects;
import dev.enclave.benchmarks.result.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Files into a container that has not been started, and out of it again. */
public final class ArchiveBenchmark implements Benchmark {

    private static final int ROUNDS = 5;
    private static final Load ONCE = new Load(1, 1);
    private static final int WARM_UP_MEBIBYTES = 16;
    private static final int MEBIBYTES = Scale.of(1024);
    private static final int FILES = Scale.of(10_000);
    private static final int SMALL = 4096;
    private static final double MEBIBYTE = 1 << 20;

    @Override
    public String name() {
        return "archive";
    }

    @Override
    public String describe() {
        return "A directory with one large file, and one with many of 4 KiB, into a container before its start, and the archive of it out"
                + " again, unread. Enclave packs while it uploads; docker-java packs and compresses into a file first (one round of the large file); the floor sends an archive that is"
                + " there already.";
    }

    @Override
    public void run(Target target, Recorder recorder) {
        try (Peers.OpenPeers<ArchivePeer> peers = Peers.open(ArchivePeer.class, target);
                TransferData few = data(WARM_UP_MEBIBYTES);
                TransferData large = data(MEBIBYTES);
                TransferData many = TransferData.of(
                        FILES + " small files", (long) FILES * SMALL, TemporaryFiles.many(FILES, SMALL))) {
            List<Peers.Opened<ArchivePeer>> order = new ArrayList<>(peers.all());
            // The first upload of so many files costs several times what the next ones do.
            order.forEach(peer -> {
                measure(target, peer, few, Recorder.NONE);
                measure(target, peer, many, Recorder.NONE);
            });
            for (int round = 0; round < ROUNDS; round++) {
                for (Peers.Opened<ArchivePeer> peer : order) {
                    // A gibibyte takes docker-java a minute and more, time and again.
                    if (round == 0 || !Subjects.isDockerJava(peer.name())) {
                        measure(target, peer, large, recorder);
                    }
                    measure(target, peer, many, recorder);
                }
                Collections.reverse(order);
            }
        }
    }

    private static TransferData data(int mebibytes) {
        return TransferData.of(mebibytes + " MiB", (long) mebibytes << 20, TemporaryFiles.large(mebibytes));
    }

    private static void measure(Target target, Peers.Opened<ArchivePeer> peer, TransferData data, Recorder figures) {
        try (BenchContainer container = BenchContainer.create(target)) {
            Work upload = peer.peer().upload(container.name(), data.files().directory(), data.tar());
            record(peer.name(), data.what() + ", upload: ", ONCE.run(upload), data, figures);
            Work download = peer.peer().download(container.name(), "/files", data.bytes());
            record(peer.name(), data.what() + ", download: ", ONCE.run(download), data, figures);
        }
    }

    private static void record(String subject, String what, Timing timing, TransferData data, Recorder figures) {
        figures.record(subject, what + "rate", Unit.MEBIBYTES_PER_SECOND, data.bytes() / MEBIBYTE / timing.seconds());
        figures.record(
                subject,
                what + "client CPU",
                Unit.CPU_SECONDS_PER_GIBIBYTE,
                timing.cpuMillis() / 1000 / (data.bytes() / MEBIBYTE / 1024));
    }
}
