package dev.enclave.benchmarks;

import dev.enclave.benchmarks.admission.AdmissionBenchmark;
import dev.enclave.benchmarks.archive.ArchiveBenchmark;
import dev.enclave.benchmarks.attach.AttachBenchmark;
import dev.enclave.benchmarks.cycle.CycleBenchmark;
import dev.enclave.benchmarks.cycle.FanoutBenchmark;
import dev.enclave.benchmarks.exec.ExecBenchmark;
import dev.enclave.benchmarks.idle.IdleBenchmark;
import dev.enclave.benchmarks.jmh.JmhBenchmark;
import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.mount.MountBenchmark;
import dev.enclave.benchmarks.startup.StartupBenchmark;
import dev.enclave.benchmarks.stream.StreamBenchmark;
import dev.enclave.benchmarks.unary.UnaryBenchmark;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All benchmarks that {@code ./enclave bench} runs, in the order in which it runs them. */
final class BenchmarkList {

    static final List<Benchmark> ALL = List.of(
            new UnaryBenchmark(),
            new CycleBenchmark(),
            new FanoutBenchmark(),
            new AdmissionBenchmark(),
            new ExecBenchmark(),
            new StreamBenchmark(),
            new AttachBenchmark(),
            new ArchiveBenchmark(),
            new IdleBenchmark(),
            new StartupBenchmark(),
            new MountBenchmark(),
            new JmhBenchmark());

    private BenchmarkList() {}

    static Optional<Benchmark> find(String name) {
        return ALL.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
    }

    static String names() {
        return ALL.stream().map(Benchmark::name).collect(Collectors.joining(", "));
    }
}
