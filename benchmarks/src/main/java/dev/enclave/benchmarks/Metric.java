package dev.enclave.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One figure of the two ways to run commands, gathered over rounds. */
final class Metric {

    private final String name;
    private final boolean lessIsBetter;
    private final List<Double> agent = new ArrayList<>();
    private final List<Double> exec = new ArrayList<>();

    Metric(String name, boolean lessIsBetter) {
        this.name = name;
        this.lessIsBetter = lessIsBetter;
    }

    void add(Way way, double value) {
        (way == Way.AGENT ? agent : exec).add(value);
    }

    /** A row of the table: both medians with their spread, and how many times better the agent is. */
    String row() {
        Samples ofAgent = samples(agent);
        Samples ofExec = samples(exec);
        double ratio = lessIsBetter ? ofExec.median() / ofAgent.median() : ofAgent.median() / ofExec.median();
        return String.format(Locale.ROOT, "%-34s | %-28s | %-28s | %.2f", name, ofAgent, ofExec, ratio);
    }

    private static Samples samples(List<Double> values) {
        return new Samples(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
