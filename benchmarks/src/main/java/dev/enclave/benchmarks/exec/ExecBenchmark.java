package dev.enclave.benchmarks.exec;

import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.Load;
import dev.enclave.benchmarks.measure.Recorder;
import dev.enclave.benchmarks.measure.Rounds;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Timing;
import dev.enclave.benchmarks.measure.Work;
import dev.enclave.benchmarks.result.Unit;
import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.Sandbox;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Commands in a running sandbox, through the agent, by both ways to it, and through the exec API: latency, rate, and throughput of output. */
public final class ExecBenchmark implements Benchmark {

    private static final Rounds ROUNDS = Rounds.of(7).warmedUpFor(Duration.ofSeconds(20));

    /** Throughput differs from round to round threefold, and so little from way to way, that with 21 rounds 0.83 came, and 1.00. */
    private static final Rounds OUTPUT_ROUNDS = Rounds.of(61).warmedUpFor(Duration.ofSeconds(10));

    private static final int AT_ONCE = 32;
    private static final int MEBIBYTES = 128;
    private static final Command ECHO = Command.of("/bin/echo", "hi");

    /** Prints as fast as it can: BusyBox's head takes longer for its bytes than anybody on their way. */
    private static final Command PRINT =
            Command.of("dd", "if=/dev/zero", "bs=64k", "count=" + MEBIBYTES * 16, "status=none");

    @Override
    public String name() {
        return "exec";
    }

    @Override
    public String describe() {
        return "`echo` in a running sandbox of Enclave's engine, through the agent (which connects to this process; attached: through the"
                + " engine) and through the exec API, 1 and 32 at once; and 128 MiB of standard output.";
    }

    @Override
    public void run(Target target, Recorder recorder) {
        try (Sandboxes sandboxes = new Sandboxes(target)) {
            ROUNDS.run(sandboxes.subjects(), recorder, ExecBenchmark::commands);
            OUTPUT_ROUNDS.run(sandboxes.subjects(), recorder, ExecBenchmark::output);
        }
    }

    private static void commands(Sandboxes.Subject subject, Recorder figures) {
        Work echo = Work.reactive(subject.sandbox().exec(ECHO).doOnNext(ExecBenchmark::requireSuccess));
        Way way = subject.way();
        record(way, 1, new Load(way.alone(), 1).run(echo), figures);
        record(way, AT_ONCE, new Load(way.crowded(), AT_ONCE).run(echo), figures);
    }

    private static void record(Way way, int atOnce, Timing timing, Recorder figures) {
        String at = atOnce + " in flight: ";
        figures.record(
                way.subject(), at + "p50", Unit.MILLISECONDS, timing.latencies().percentile(50));
        figures.record(
                way.subject(), at + "p99", Unit.MILLISECONDS, timing.latencies().percentile(99));
        figures.record(way.subject(), at + "rate", Unit.PER_SECOND, timing.perSecond());
    }

    private static void output(Sandboxes.Subject subject, Recorder figures) {
        Timing timing = new Load(1, 1).run(Work.reactive(print(subject.sandbox())));
        figures.record(subject.way().subject(), "stdout", Unit.MEBIBYTES_PER_SECOND, MEBIBYTES / timing.seconds());
    }

    private static Mono<Long> print(Sandbox sandbox) {
        return sandbox.stream(PRINT)
                .ofType(OutputChunk.Data.class)
                .reduce(0L, (sum, chunk) -> sum + chunk.bytes().length)
                .doOnNext(ExecBenchmark::requireAll);
    }

    private static void requireSuccess(ExecResult result) {
        if (!result.isSuccess() || !"hi\n".equals(result.stdout())) {
            throw new IllegalStateException("the command that is measured failed: " + result);
        }
    }

    private static void requireAll(long bytes) {
        if (bytes != (long) MEBIBYTES << 20) {
            throw new IllegalStateException("of " + MEBIBYTES + " MiB " + bytes + " bytes came");
        }
    }
}
