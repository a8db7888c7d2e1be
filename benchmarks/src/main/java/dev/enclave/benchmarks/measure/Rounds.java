package dev.enclave.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rounds in which all subjects are measured in turns, so that what else the machine does meets all alike: some that only warm up, then those
 * that count. Each begins at the other end than the one before, so that nobody always comes first.
 *
 * @param counted how many rounds count
 * @param warmUp how long to warm up, at least; one round in any case. A client is fast after some ten thousand requests only, when the JVM
 *     has compiled all of it
 */
public record Rounds(int counted, Duration warmUp) {

    private static final String QUICK_LOOK = "ENCLAVE_BENCH_ROUNDS";

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
     * So many rounds after one that warms up; or, for a quick look, as many as the environment variable {@code ENCLAVE_BENCH_ROUNDS} says.
     *
     * @param usual how many rounds usually count
     * @return the rounds
     */
    public static Rounds of(int usual) {
        String asked = System.getenv(QUICK_LOOK);
        return new Rounds(asked == null ? usual : Integer.parseInt(asked), Duration.ZERO);
    }

    /**
     * Says how long to warm up, unless this is for a quick look.
     *
     * @param duration how long, at least
     * @return such rounds
     */
    public Rounds warmedUpFor(Duration duration) {
        return System.getenv(QUICK_LOOK) == null ? new Rounds(counted, duration) : this;
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
        long begin = System.nanoTime();
        do {
            order.forEach(subject -> turn.measure(subject, Recorder.NONE));
        } while (System.nanoTime() - begin < warmUp.toNanos());
        for (int round = 0; round < counted; round++) {
            order.forEach(subject -> turn.measure(subject, recorder));
            Collections.reverse(order);
        }
    }
}
