package dev.enclave.benchmarks.result;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts the ratios to the peers into the rows of one benchmark: the row's median divided by the peer's, of the same figure. */
public final class Ratios {

    private final List<Row> rows;

    private Ratios(List<Row> rows) {
        this.rows = rows;
    }

    /**
     * Computes the ratios.
     *
     * @param rows all rows of one benchmark
     * @return the rows in the same order, with ratios where there is a peer
     */
    public static List<Row> addTo(List<Row> rows) {
        Ratios ratios = new Ratios(rows);
        return rows.stream()
                .map(row -> row.withRatios(
                        ratios.toBest(row, Subjects.FLOOR::equals), ratios.toBest(row, Subjects::isDockerJava)))
                .toList();
    }

    private @Nullable Double toBest(Row row, Predicate<String> isPeer) {
        Comparator<Double> order = row.lessIsBetter() ? Comparator.naturalOrder() : Comparator.reverseOrder();
        Optional<Double> peer = rows.stream()
                .filter(other -> other.metric().equals(row.metric()) && isPeer.test(other.subject()))
                .map(Row::median)
                .min(order);
        return peer.filter(median -> median != 0)
                .map(median -> Row.rounded(row.median() / median))
                .orElse(null);
    }
}
