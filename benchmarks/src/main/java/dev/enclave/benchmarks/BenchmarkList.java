package dev.enclave.benchmarks;

import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.unary.UnaryBenchmark;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All benchmarks that {@code ./enclave bench} runs, in the order in which it runs them. */
final class BenchmarkList {

    static final List<Benchmark> ALL = List.of(new UnaryBenchmark());

    private BenchmarkList() {}

    static Optional<Benchmark> find(String name) {
        return ALL.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
    }

    static String names() {
        return ALL.stream().map(Benchmark::name).collect(Collectors.joining(", "));
    }
}
