package dev.enclave.benchmarks.archive;

import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.Load;
import dev.enclave.benchmarks.measure.Recorder;
import dev.enclave.benchmarks.measure.Rounds;
import dev.enclave.benchmarks.measure.Scale;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.TemporaryFiles;
import dev.enclave.benchmarks.measure.Timing;
import dev.enclave.benchmarks.measure.Work;
import dev.enclave.benchmarks.peer.ArchivePeer;
import dev.enclave.benchmarks.peer.Peers;
import dev.enclave.benchmarks.result.Unit;

/** Files into a container that has not been started, and out of it again. */
public final class ArchiveBenchmark implements Benchmark {

    private static final Rounds ROUNDS = new Rounds(3);
    private static final Load ONCE = new Load(1, 1);
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
                + " again, unread. Enclave packs while it uploads; docker-java packs into a file first; the floor sends an archive that is"
                + " there already.";
    }

    @Override
    public void run(Target target, Recorder recorder) {
        try (Peers.OpenPeers<ArchivePeer> peers = Peers.open(ArchivePeer.class, target)) {
            try (TransferData large =
                    TransferData.of(MEBIBYTES + " MiB", (long) MEBIBYTES << 20, TemporaryFiles.large(MEBIBYTES))) {
                ROUNDS.run(peers.all(), recorder, (peer, figures) -> measure(target, peer, large, figures));
            }
            try (TransferData many =
                    TransferData.of(FILES + " small files", (long) FILES * SMALL, TemporaryFiles.many(FILES, SMALL))) {
                ROUNDS.run(peers.all(), recorder, (peer, figures) -> measure(target, peer, many, figures));
            }
        }
    }

    private static void measure(Target target, Peers.Opened<ArchivePeer> peer, TransferData data, Recorder figures) {
        try (NewContainer container = NewContainer.create(target)) {
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
