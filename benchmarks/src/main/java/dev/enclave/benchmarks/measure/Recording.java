package dev.enclave.benchmarks.measure;

import dev.enclave.benchmarks.result.Ratios;
import dev.enclave.benchmarks.result.Row;
import dev.enclave.benchmarks.result.Samples;
import dev.enclave.benchmarks.result.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the figures of one benchmark, and makes rows of them. Not thread-safe. */
public final class Recording implements Recorder {

    private final Map<Figure, List<Double>> values = new LinkedHashMap<>();

    @Override
    public void record(String subject, String metric, Unit unit, double value) {
        values.computeIfAbsent(new Figure(metric, subject, unit), figure -> new ArrayList<>())
                .add(value);
    }

    /**
     * Makes the rows: figures in the order in which they came first, and for each its subjects.
     *
     * @param bench the benchmark's name
     * @return the rows with their ratios
     */
    public List<Row> rows(String bench) {
        List<String> metrics =
                values.keySet().stream().map(Figure::metric).distinct().toList();
        List<Row> rows = metrics.stream()
                .flatMap(metric -> values.entrySet().stream()
                        .filter(entry -> entry.getKey().metric().equals(metric))
                        .map(entry -> toRow(bench, entry.getKey(), entry.getValue())))
                .toList();
        return Ratios.addTo(rows);
    }

    private static Row toRow(String bench, Figure figure, List<Double> values) {
        Samples samples =
                new Samples(values.stream().mapToDouble(Double::doubleValue).toArray());
        return Row.of(bench, figure.subject(), figure.metric(), figure.unit(), samples);
    }

    private record Figure(String metric, String subject, Unit unit) {}
}
