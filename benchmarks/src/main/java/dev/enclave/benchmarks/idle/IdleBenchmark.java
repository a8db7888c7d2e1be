package dev.enclave.benchmarks.idle;

import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.ChildJava;
import dev.enclave.benchmarks.measure.Recorder;
import dev.enclave.benchmarks.measure.Scale;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.result.Subjects;
import dev.enclave.benchmarks.result.Unit;
import java.util.Arrays;
import java.util.List;

/** What a process holds that has many sandboxes open, each of which streams. */
public final class IdleBenchmark implements Benchmark {

    private static final int SANDBOXES = Scale.of(300);
    private static final double MEBIBYTE = 1 << 20;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String describe() {
        return SANDBOXES
                + " sandboxes in one engine, each with a command whose output streams, in a JVM of its own, when they have run for a minute; before that, after one"
                + " sandbox has come and gone. Threads of Enclave and Reactor are event loops, timers and workers for files, and it is they that"
                + " are counted per core; the JVM has some of its own, such as its main thread and those that look after references.";
    }

    @Override
    public void run(Target target, Recorder recorder) {
        List<double[]> sizes = ChildJava.run(IdleProgram.class, target.image(), String.valueOf(SANDBOXES)).stream()
                .map(line -> Arrays.stream(line.split(" ", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
        record("1 done: ", sizes.get(0), recorder);
        record(SANDBOXES + " streaming: ", sizes.get(1), recorder);
        double perCore = sizes.get(1)[0] / Runtime.getRuntime().availableProcessors();
        recorder.record(Subjects.ENCLAVE, SANDBOXES + " streaming: threads per core", Unit.THREADS_PER_CORE, perCore);
    }

    private static void record(String when, double[] size, Recorder recorder) {
        recorder.record(Subjects.ENCLAVE, when + "threads of Enclave and Reactor", Unit.THREADS, size[0]);
        recorder.record(Subjects.ENCLAVE, when + "all threads of the JVM", Unit.THREADS, size[1]);
        recorder.record(Subjects.ENCLAVE, when + "descriptors", Unit.DESCRIPTORS, size[2]);
        recorder.record(Subjects.ENCLAVE, when + "direct memory", Unit.MEBIBYTES, size[3] / MEBIBYTE);
        recorder.record(Subjects.ENCLAVE, when + "live heap", Unit.MEBIBYTES, size[4] / MEBIBYTE);
    }
}
