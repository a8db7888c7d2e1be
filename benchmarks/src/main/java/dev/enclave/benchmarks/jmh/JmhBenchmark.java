package dev.enclave.benchmarks.jmh;

import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.Recorder;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.result.Subjects;
import dev.enclave.benchmarks.result.Unit;
import java.util.Collection;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs all that JMH measures, each in a JVM of its own. An operation of each is a KiB. */
public final class JmhBenchmark implements Benchmark {

    private static final int WARM_UPS = 3;
    private static final int ITERATIONS = 5;
    private static final TimeValue EACH = TimeValue.milliseconds(500);
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final double KIBIBYTES_PER_MEBIBYTE = 1024;

    @Override
    public String name() {
        return "jmh";
    }

    @Override
    public String describe() {
        return "Parts that need no engine, by JMH: frames of output decoded (frames of 128 bytes and of 32 KiB), a pull's progress bound to"
                + " records, and 16 MiB of files packed and unpacked (one file, and 4,096). The second figure is what is allocated for each KiB.";
    }

    @Override
    public void run(Target target, Recorder recorder) {
        try {
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                            .include("dev\\.enclave\\..*Jmh\\.")
                            .forks(1)
                            .warmupIterations(WARM_UPS)
                            .warmupTime(EACH)
                            .measurementIterations(ITERATIONS)
                            .measurementTime(EACH)
                            .addProfiler(GCProfiler.class)
                            .build())
                    .run();
            results.forEach(result -> record(result, recorder));
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH failed", e);
        }
    }

    private static void record(RunResult result, Recorder recorder) {
        String name = nameOf(result.getParams());
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                recorder.record(
                        Subjects.ENCLAVE,
                        name + ": rate",
                        Unit.MEBIBYTES_PER_SECOND,
                        iteration.getPrimaryResult().getScore() / KIBIBYTES_PER_MEBIBYTE);
                recorder.record(
                        Subjects.ENCLAVE,
                        name + ": allocated for a KiB",
                        Unit.BYTES,
                        allocated(iteration.getSecondaryResults()));
            }
        }
    }

    @SuppressWarnings("rawtypes") // as JMH has it
    private static double allocated(Map<String, Result> figures) {
        return figures.entrySet().stream()
                .filter(figure -> figure.getKey().endsWith(ALLOCATED))
                .mapToDouble(figure -> figure.getValue().getScore())
                .findFirst()
                .orElseThrow();
    }

    /** For example {@code MultiplexedFrames.decode, frame 128}. */
    private static String nameOf(BenchmarkParams params) {
        StringBuilder name = new StringBuilder(params.getBenchmark().replaceAll(".*\\.(\\w+)Jmh\\.", "$1."));
        for (String key : params.getParamsKeys()) {
            name.append(", ").append(key).append(' ').append(params.getParam(key));
        }
        return name.toString();
    }
}
