package dev.enclave.benchmarks.startup;

import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.ChildJava;
import dev.enclave.benchmarks.measure.Load;
import dev.enclave.benchmarks.measure.Recorder;
import dev.enclave.benchmarks.measure.Rounds;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Work;
import dev.enclave.benchmarks.peer.Peers;
import dev.enclave.benchmarks.peer.Recipe;
import dev.enclave.benchmarks.peer.SandboxPeer;
import dev.enclave.benchmarks.result.Subjects;
import dev.enclave.benchmarks.result.Unit;
import java.util.ArrayList;
import java.util.List;

/** From the start of a JVM to the end of its first sandbox. */
public final class StartupBenchmark implements Benchmark {

    private static final Rounds ROUNDS = Rounds.of(3);
    private static final Load ONCE = new Load(1, 1);

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String describe() {
        return "From the start of a process until it has made a sandbox, run a command in it, and removed it: a new JVM each time, and for"
                + " the command line its four processes.";
    }

    @Override
    public void run(Target target, Recorder recorder) {
        ROUNDS.run(Peers.offering(SandboxPeer.class, target), recorder, (peer, figures) -> {
            double seconds = peer.name().equals(Subjects.DOCKER_CLI)
                    ? commandLine(peer, target)
                    : ONCE.run(Work.blocking(() -> start(peer.name(), target))).seconds();
            figures.record(peer.name(), "start to first result", Unit.MILLISECONDS, seconds * 1000);
        });
    }

    private static void start(String peer, Target target) {
        List<String> arguments = new ArrayList<>(
                List.of(peer, target.endpoint().toString(), target.api().toString(), target.image()));
        if (target.dockerCommand() != null) {
            arguments.add(target.dockerCommand().toString());
        }
        ChildJava.run(StartupProgram.class, arguments.toArray(String[]::new));
    }

    private static double commandLine(Peers.Candidate<SandboxPeer> candidate, Target target) {
        try (SandboxPeer peer = candidate.open().peer()) {
            return ONCE.run(peer.sandbox(Recipe.of(target.image()))).seconds();
        }
    }
}
