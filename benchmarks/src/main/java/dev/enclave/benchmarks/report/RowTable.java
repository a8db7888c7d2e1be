package dev.enclave.benchmarks.report;

import dev.enclave.benchmarks.result.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows as tables: for a terminal, and in Markdown. */
public final class RowTable {

    private RowTable() {}

    /**
     * A table for a terminal.
     *
     * @param bench the benchmark's name
     * @param rows its rows
     * @return the lines
     */
    public static String plain(String bench, List<Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(line(bench, "", "median (min to max)", "/floor", "/docker-java"));
        rows.forEach(row -> lines.add(line(
                row.metric() + (row.lessIsBetter() ? "" : " (more is better)"),
                row.subject(),
                spread(row) + " " + row.unit(),
                Figures.of(row.ratioToFloor()),
                Figures.of(row.ratioToDockerJava()))));
        return String.join("\n", lines) + "\n";
    }

    private static String line(String metric, String subject, String value, String floor, String dockerJava) {
        return String.format(Locale.ROOT, "%-52s %-26s %36s %8s %12s", metric, subject, value, floor, dockerJava);
    }

    static String markdown(List<Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add("| figure | subject | unit | median | min to max | rounds | / floor | / docker-java |");
        lines.add("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |");
        rows.forEach(row -> lines.add(String.join(
                " | ",
                "| " + row.metric(),
                row.subject(),
                row.unit() + (row.lessIsBetter() ? "" : " ↑"),
                Figures.of(row.median()),
                Figures.of(row.min()) + " to " + Figures.of(row.max()),
                Integer.toString(row.runs()),
                Figures.of(row.ratioToFloor()),
                Figures.of(row.ratioToDockerJava()) + " |")));
        return String.join("\n", lines) + "\n";
    }

    private static String spread(Row row) {
        return Figures.of(row.median()) + " (" + Figures.of(row.min()) + " to " + Figures.of(row.max()) + ")";
    }
}
