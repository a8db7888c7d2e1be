package dev.enclave.benchmarks.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rounds in which all subjects are measured in turns, so that what else the machine does meets all alike: one that only warms up, then those
 * that count. Each begins at the other end than the one before, so that nobody always comes first.
 *
 * @param counted how many rounds count
 */
public record Rounds(int counted) {

    /**
     * One turn of one subject.
     *
     * @param <S> what is measured
     */
    @FunctionalInterface
    public interface Turn<S> {
        /**
         * Measures.
         *
         * @param subject what is measured
         * @param recorder takes the figures
         */
        void measure(S subject, Recorder recorder);
    }

    /** Checks the number. */
    public Rounds {
        if (counted < 1) {
            throw new IllegalArgumentException("at least one round: " + counted);
        }
    }

    /**
     * Runs all rounds.
     *
     * @param <S> what is measured
     * @param subjects what is measured
     * @param recorder takes the figures of the rounds that count
     * @param turn one turn
     */
    public <S> void run(List<S> subjects, Recorder recorder, Turn<S> turn) {
        List<S> order = new ArrayList<>(subjects);
        order.forEach(subject -> turn.measure(subject, Recorder.NONE));
        for (int round = 0; round < counted; round++) {
            order.forEach(subject -> turn.measure(subject, recorder));
            Collections.reverse(order);
        }
    }
}
