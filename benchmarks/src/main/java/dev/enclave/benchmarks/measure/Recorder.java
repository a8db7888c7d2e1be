package dev.enclave.benchmarks.measure;

import dev.enclave.benchmarks.result.Unit;

/** Takes figures. */
@FunctionalInterface
public interface Recorder {

    /** Forgets them, as in a round that only warms up. */
    Recorder NONE = (subject, metric, unit, value) -> {};

    /**
     * Takes the figure of one round.
     *
     * @param subject what was measured
     * @param metric which figure
     * @param unit its unit
     * @param value the figure
     */
    void record(String subject, String metric, Unit unit, double value);
}
