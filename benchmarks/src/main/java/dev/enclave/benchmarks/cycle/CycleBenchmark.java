package dev.enclave.benchmarks.cycle;

import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.Load;
import dev.enclave.benchmarks.measure.Recorder;
import dev.enclave.benchmarks.measure.Rounds;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Timing;
import dev.enclave.benchmarks.peer.Peers;
import dev.enclave.benchmarks.peer.Recipe;
import dev.enclave.benchmarks.peer.SandboxPeer;
import dev.enclave.benchmarks.result.Subjects;
import dev.enclave.benchmarks.result.Unit;
import java.time.Duration;

/** Sandboxes one at a time: from nothing through one command to nothing. */
public final class CycleBenchmark implements Benchmark {

    private static final Rounds ROUNDS = Rounds.of(7).warmedUpFor(Duration.ofSeconds(60));
    private static final Load LOAD = new Load(10, 1);

    @Override
    public String name() {
        return "cycle";
    }

    @Override
    public String describe() {
        return "Sandboxes one at a time: create, start, run `echo`, read its output and exit code, remove. All peers make the same container (no"
                + " network, no logs, 512 MiB, 256 processes) with the same calls of the exec API, but `enclave`: its sandbox is what its users"
                + " get, with fewer capabilities, a life line, and the agent, which runs the command.";
    }

    @Override
    public void run(Target target, Recorder recorder) {
        Recipe recipe = Recipe.of(target.image());
        try (Peers.OpenPeers<SandboxPeer> peers = Peers.open(SandboxPeer.class, target)) {
            ROUNDS.run(peers.all(), recorder, (peer, figures) -> {
                Timing timing = LOAD.run(peer.peer().sandbox(recipe));
                figures.record(
                        peer.name(),
                        "sandbox: p50",
                        Unit.MILLISECONDS,
                        timing.latencies().median());
                // That of the command line is used by other processes.
                if (!peer.name().equals(Subjects.DOCKER_CLI)) {
                    figures.record(peer.name(), "sandbox: client CPU", Unit.CPU_MILLISECONDS, timing.cpuMillisEach());
                }
            });
        }
    }
}
