package dev.enclave.testing;

import java.util.Random;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random test cases that can be repeated. The seed is another one in each run, which logs it; a failure names it and the number of its case.
 *
 * <p>{@code -Denclave.test.flags="-Denclave.test.seed=S"} repeats a run, {@code -Denclave.test.case=N} beside it one case of it.
 */
public final class RandomCases {

    /** The seed of this run. */
    public static final long SEED = Long.getLong("enclave.test.seed", System.nanoTime());

    private static final Logger LOG = LoggerFactory.getLogger("dev.enclave.testing");
    private static final Integer ONLY = Integer.getInteger("enclave.test.case");

    static {
        LOG.info("what is random follows from the seed {}", SEED);
    }

    /** What is tried with random values. */
    @FunctionalInterface
    public interface Case {
        /** Tries one case. */
        void check(Random random) throws Exception;
    }

    private RandomCases() {}

    /** Returns the source of randomness of a case. */
    public static Random random(int index) {
        // The first values of neighbouring seeds resemble each other.
        return new Random(SEED * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L);
    }

    /** Tries a number of cases, one after the other, to the first that fails. */
    public static void check(int count, Case each) {
        forEach(count, index -> {
            try {
                each.check(random(index));
            } catch (Exception | AssertionError e) {
                throw new AssertionError(which(index), e);
            }
        });
    }

    /** Tells whether all cases are tried, not a single one again. */
    public static boolean isWhole() {
        return ONLY == null;
    }

    /** Gives the numbers of the cases of this run. */
    public static void forEach(int count, IntConsumer each) {
        for (int index = 0; index < count; index++) {
            if (ONLY == null || ONLY == index) {
                each.accept(index);
            }
        }
    }

    /** Says how to repeat a case. */
    public static String which(int index) {
        return "case " + index + " (repeat it by -Denclave.test.flags=\"-Denclave.test.seed=" + SEED
                + " -Denclave.test.case=" + index + "\")";
    }
}
