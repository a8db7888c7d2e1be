package dev.enclave.benchmarks.result;

import java.util.Arrays;
import java.util.Locale;

/** Values of one measurement, sorted. */
public final class Samples {

    private final double[] values;

    /**
     * Sorts them.
     *
     * @param values what was measured, at least one
     */
    public Samples(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        this.values = values.clone();
        Arrays.sort(this.values);
    }

    /**
     * The value below which so many percent lie, by the nearest rank.
     *
     * @param percent how many percent
     * @return the value
     */
    public double percentile(int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * values.length);
        return values[Math.max(0, rank - 1)];
    }

    /** {@return the middle one} */
    public double median() {
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /** {@return the smallest} */
    public double min() {
        return values[0];
    }

    /** {@return the largest} */
    public double max() {
        return values[values.length - 1];
    }

    /** {@return how many there are} */
    public int count() {
        return values.length;
    }

    /** The median, and between which values it lies. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median(), min(), max());
    }
}
