package dev.enclave.benchmarks.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All rows, in the order of their benchmarks.
 *
 * @param rows the rows
 */
public record Results(List<Row> rows) {

    /** Nothing measured yet. */
    public static final Results NONE = new Results(List.of());

    /** Copies the list. */
    public Results {
        rows = List.copyOf(rows);
    }

    /**
     * Replaces the rows of one benchmark, at their place, or adds them at the end.
     *
     * @param bench the benchmark's name
     * @param fresh its new rows
     * @return the changed copy
     */
    public Results withRowsOf(String bench, List<Row> fresh) {
        Map<String, List<Row>> all = byBench();
        all.put(bench, fresh);
        List<Row> flat = new ArrayList<>();
        all.values().forEach(flat::addAll);
        return new Results(flat);
    }

    /** {@return the rows of each benchmark, by its name, in order} */
    public Map<String, List<Row>> byBench() {
        return rows.stream().collect(Collectors.groupingBy(Row::bench, LinkedHashMap::new, Collectors.toList()));
    }

    /**
     * Finds a row.
     *
     * @param bench the benchmark's name
     * @param subject what was measured
     * @param metric which figure
     * @return the row, if it was measured
     */
    public Optional<Row> find(String bench, String subject, String metric) {
        return rows.stream()
                .filter(row -> row.bench().equals(bench)
                        && row.subject().equals(subject)
                        && row.metric().equals(metric))
                .findFirst();
    }
}
