package dev.enclave.benchmarks.report;

import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.result.Machine;
import dev.enclave.benchmarks.result.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes the page and its charts. */
public final class Report {

    private static final String FOLDER = "performance";

    private Report() {}

    /**
     * Writes {@code performance.md}, and the folder {@code performance} with its charts, which are all replaced.
     *
     * @param results the rows
     * @param machine where they come from
     * @param benchmarks all benchmarks, for what they say about themselves
     * @param docs the folder for both
     */
    public static void write(Results results, Optional<Machine> machine, List<Benchmark> benchmarks, Path docs) {
        Path folder = docs.resolve(FOLDER);
        try {
            Files.createDirectories(folder);
            removeCharts(folder);
            results.byBench()
                    .forEach(
                            (bench, rows) -> Chart.of(bench, rows).forEach(chart -> ChartDrawing.write(chart, folder)));
            Page page = new Page(results, machine, benchmarks, WhatLimits.ofModule());
            Files.writeString(docs.resolve(FOLDER + ".md"), page.toMarkdown(FOLDER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeCharts(Path folder) throws IOException {
        try (DirectoryStream<Path> charts = Files.newDirectoryStream(folder, "*" + Chart.ENDING)) {
            for (Path chart : charts) {
                Files.delete(chart);
            }
        }
    }
}
