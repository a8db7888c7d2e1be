package dev.enclave.benchmarks;

import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.Recording;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.report.Report;
import dev.enclave.benchmarks.report.RowTable;
import dev.enclave.benchmarks.result.Machine;
import dev.enclave.benchmarks.result.ResultsFolder;
import dev.enclave.benchmarks.result.Row;
import dev.enclave.docker.DockerClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs benchmarks: {@code ./enclave bench [NAME...]}. */
public final class Benchmarks {

    private static final String IMAGE = "busybox:latest";
    private static final long SOAK_SECONDS = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FAILED = 1;
    private static final int UNKNOWN = 2;

    private final Path root;
    private final ResultsFolder folder;

    private Benchmarks(Path root) {
        this.root = root;
        this.folder = new ResultsFolder(root.resolve("benchmarks/results"));
    }

    /**
     * Runs benchmarks, prints their tables, and keeps their rows; or does something else that {@code ./enclave bench} does.
     *
     * @param arguments names of benchmarks, all when there are none; or {@code report}, which writes the report of the last results; or
     *     {@code soak}, which a number of seconds may follow
     */
    public static void main(String[] arguments) {
        Benchmarks program = new Benchmarks(Path.of(System.getProperty("enclave.root", ".")));
        String first = arguments.length == 0 ? "" : arguments[0];
        switch (first) {
            case "soak" -> soak(arguments.length < 2 ? SOAK_SECONDS : Long.parseLong(arguments[1]));
            case "report" -> program.report();
            default -> program.run(named(arguments));
        }
        // Peers may have left threads behind that are not daemons.
        System.exit(0);
    }

    private static List<Benchmark> named(String... names) {
        if (names.length == 0) {
            return BenchmarkList.ALL;
        }
        List<Benchmark> named = new ArrayList<>();
        for (String name : names) {
            Optional<Benchmark> found = BenchmarkList.find(name);
            if (found.isEmpty()) {
                System.err.println("no benchmark '" + name + "'; there are: " + BenchmarkList.names() + ", soak");
                System.exit(UNKNOWN);
            }
            found.ifPresent(named::add);
        }
        return named;
    }

    private void run(List<Benchmark> benchmarks) {
        DockerClient client = DockerClient.create();
        try {
            Target target = TargetProbe.find(client, IMAGE);
            Leftovers.removeAtExit(target);
            Machine machine = MachineProbe.describe(client, target.api(), root);
            benchmarks.forEach(benchmark -> run(benchmark, target, machine));
        } finally {
            client.close().block(PATIENCE);
        }
    }

    private void run(Benchmark benchmark, Target target, Machine machine) {
        Recording recording = new Recording();
        benchmark.run(target, recording);
        List<Row> rows = recording.rows(benchmark.name());
        folder.write(folder.read().withRowsOf(benchmark.name(), rows), machine);
        System.out.println(RowTable.plain(benchmark.name(), rows));
    }

    private void report() {
        Report.write(folder.read(), folder.readMachine(), BenchmarkList.ALL, root.resolve("docs"));
    }

    private static void soak(long seconds) {
        if (!new SoakBenchmark(Duration.ofSeconds(seconds)).run(IMAGE)) {
            System.exit(FAILED);
        }
    }
}
