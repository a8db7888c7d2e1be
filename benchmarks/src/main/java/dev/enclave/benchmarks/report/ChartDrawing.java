package dev.enclave.benchmarks.report;

import dev.enclave.benchmarks.result.Row;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;

/** Draws charts: a group of bars for each figure, a colour for each subject. */
final class ChartDrawing {

    private static final int HEIGHT = 420;
    private static final int MARGIN = 240;
    private static final int BAR = 16;
    private static final int LEAST_WIDTH = 700;
    private static final int LEAST_GROUP = 90;

    private ChartDrawing() {}

    static void write(Chart chart, Path folder) {
        System.setProperty("java.awt.headless", "true");
        try (OutputStream out = Files.newOutputStream(folder.resolve(chart.fileName()))) {
            ChartEncoder.saveChart(draw(chart), out, "png");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CategoryChart draw(Chart chart) {
        List<String> metrics = chart.metrics();
        List<String> subjects = chart.subjects();
        int group = Math.max(LEAST_GROUP, subjects.size() * BAR);
        CategoryChart drawing = new CategoryChartBuilder()
                .width(Math.max(LEAST_WIDTH, MARGIN + metrics.size() * group))
                .height(HEIGHT)
                .title(chart.bench() + ", " + chart.unit())
                .yAxisTitle(chart.unit())
                .build();
        style(drawing.getStyler(), chart);
        subjects.forEach(subject -> drawing.addSeries(subject, metrics, values(chart, subject)));
        return drawing;
    }

    private static void style(CategoryStyler styler, Chart chart) {
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setChartBackgroundColor(Color.WHITE);
        if (chart.spansWide()) {
            styler.setYAxisLogarithmic(true);
            // Bars begin at nothing, of which there is no logarithm.
            styler.setYAxisMin(Math.pow(10, Math.floor(Math.log10(chart.least()))));
        }
        styler.setXAxisLabelRotation(30);
        styler.setAvailableSpaceFill(0.8);
    }

    /** Null where a subject has no such figure. */
    private static List<@Nullable Double> values(Chart chart, String subject) {
        Map<String, Double> medians = chart.rows().stream()
                .filter(row -> row.subject().equals(subject))
                .collect(Collectors.toMap(Row::metric, Row::median));
        List<@Nullable Double> values = new ArrayList<>();
        chart.metrics().forEach(metric -> values.add(medians.get(metric)));
        return values;
    }
}
