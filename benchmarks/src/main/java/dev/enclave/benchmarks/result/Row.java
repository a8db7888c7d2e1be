package dev.enclave.benchmarks.result;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One figure of one subject.
 *
 * @param bench the benchmark's name
 * @param subject what was measured
 * @param metric which figure
 * @param unit the {@linkplain Unit#text() text} of its unit, which says whether less is better
 * @param median the median of the rounds
 * @param min the smallest round
 * @param max the largest round
 * @param runs how many rounds counted
 * @param ratioToFloor the median divided by the floor's; null where the floor was not measured
 * @param ratioToDockerJava the median divided by docker-java's, whose better transport counts; null where it was not measured
 */
public record Row(
        String bench,
        String subject,
        String metric,
        String unit,
        double median,
        double min,
        double max,
        int runs,
        @Nullable Double ratioToFloor,
        @Nullable Double ratioToDockerJava) {

    /** Checks that the names are there and that the unit exists. */
    public Row {
        Objects.requireNonNull(bench, "bench");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(metric, "metric");
        Unit.of(unit);
    }

    /**
     * Makes a row of what the rounds brought, without ratios.
     *
     * @param bench the benchmark's name
     * @param subject what was measured
     * @param metric which figure
     * @param unit its unit
     * @param samples one value for each round
     * @return the row
     */
    public static Row of(String bench, String subject, String metric, Unit unit, Samples samples) {
        return new Row(
                bench,
                subject,
                metric,
                unit.text(),
                rounded(samples.median()),
                rounded(samples.min()),
                rounded(samples.max()),
                samples.count(),
                null,
                null);
    }

    /** {@return whether less of this figure is better} */
    public boolean lessIsBetter() {
        return Unit.of(unit).lessIsBetter();
    }

    Row withRatios(@Nullable Double toFloor, @Nullable Double toDockerJava) {
        return new Row(bench, subject, metric, unit, median, min, max, runs, toFloor, toDockerJava);
    }

    /** Four digits are more than is known. */
    static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }
}
