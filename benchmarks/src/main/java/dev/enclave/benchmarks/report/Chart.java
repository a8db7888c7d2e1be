package dev.enclave.benchmarks.report;

import dev.enclave.benchmarks.result.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one chart shows: the rows of a benchmark with the same unit, so that they share an axis.
 *
 * @param bench the benchmark's name
 * @param unit the unit
 * @param rows the rows
 */
record Chart(String bench, String unit, List<Row> rows) {

    /** Of the files. Drawn as SVG they are ten times as long, as the library writes text as outlines. */
    static final String ENDING = ".png";

    private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");

    /** From here on, small bars would be too small to see. */
    private static final double WIDE = 20;

    /** The charts of one benchmark. */
    static Collection<Chart> of(String bench, List<Row> rows) {
        Map<String, List<Row>> byUnit =
                rows.stream().collect(Collectors.groupingBy(Row::unit, LinkedHashMap::new, Collectors.toList()));
        List<Chart> charts = new ArrayList<>();
        byUnit.forEach((unit, ofUnit) -> charts.add(new Chart(bench, unit, ofUnit)));
        return charts;
    }

    String fileName() {
        String slug = OTHERS.matcher((bench + "-" + unit.replace("1/s", "rate")).toLowerCase(Locale.ROOT))
                .replaceAll("-");
        return slug + ENDING;
    }

    List<String> metrics() {
        return rows.stream().map(Row::metric).distinct().toList();
    }

    List<String> subjects() {
        return rows.stream().map(Row::subject).distinct().toList();
    }

    boolean spansWide() {
        double most = rows.stream().mapToDouble(Row::median).max().orElse(0);
        return least() > 0 && most / least() > WIDE;
    }

    double least() {
        return rows.stream().mapToDouble(Row::median).min().orElse(0);
    }
}
