package dev.enclave.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.benchmarks.result.Ratios;
import dev.enclave.benchmarks.result.Results;
import dev.enclave.benchmarks.result.Row;
import dev.enclave.benchmarks.result.Samples;
import dev.enclave.benchmarks.result.Subjects;
import dev.enclave.benchmarks.result.Unit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTests {

    private static final List<Row> ROWS = Ratios.addTo(List.of(
            row(Subjects.ENCLAVE_CLIENT, "ping, 1 in flight: p50", Unit.MILLISECONDS, 0.123),
            row(Subjects.FLOOR, "ping, 1 in flight: p50", Unit.MILLISECONDS, 0.06),
            row(Subjects.ENCLAVE_CLIENT, "ping, 1 in flight: rate", Unit.PER_SECOND, 8123),
            row(Subjects.FLOOR, "ping, 1 in flight: rate", Unit.PER_SECOND, 9000),
            row(Subjects.DOCKER_CLI, "inspect, 1 in flight: p50", Unit.MILLISECONDS, 45.6)));

    @TempDir
    private Path docs;

    private static Row row(String subject, String metric, Unit unit, double value) {
        return Row.of("unary", subject, metric, unit, new Samples(value));
    }

    private String report() throws Exception {
        Report.write(new Results(ROWS), Optional.empty(), List.of(), docs);
        return Files.readString(docs.resolve("performance.md"));
    }

    @Test
    void containsEveryRow() throws Exception {
        assertThat(report())
                .contains("| ping, 1 in flight: p50 | enclave-client | ms | 0.123 | 0.123 to 0.123 | 1 | 2.05 | - |")
                .contains("| ping, 1 in flight: p50 | floor | ms | 0.06 |")
                .contains("| ping, 1 in flight: rate | enclave-client | 1/s ↑ | 8123 |")
                .contains("| ping, 1 in flight: rate | floor | 1/s ↑ | 9000 |")
                .contains("| inspect, 1 in flight: p50 | docker CLI | ms | 45.6 |");
    }

    @Test
    void statesWhichGoalsAreMetMissedAndNotMeasured() throws Exception {
        assertThat(report())
                .contains("| unary: ping, 1 in flight: p50, enclave-client / floor | at most 1.3 | 2.05 | **missed** |")
                .contains("| unary: ping, 1 in flight: rate, enclave-client / floor | at least 0.769 | 0.903 | met |")
                .contains("| cycle: sandbox: p50, enclave / floor | at most 1.03 | - | not measured |")
                .contains("- **unary: ping, 1 in flight: p50, enclave-client / floor** (2.05, wanted at most 1.3)\n");
    }

    @Test
    void drawsAChartForEachUnitAndRemovesThoseOfBefore() throws Exception {
        Path charts = Files.createDirectory(docs.resolve("performance"));
        Files.writeString(charts.resolve("old.png"), "");

        String page = report();

        assertThat(charts.toFile().list()).containsExactlyInAnyOrder("unary-ms.png", "unary-rate.png");
        assertThat(ImageIO.read(charts.resolve("unary-ms.png").toFile()).getWidth())
                .isGreaterThanOrEqualTo(700);
        assertThat(page).contains("(performance/unary-ms.png)", "(performance/unary-rate.png)");
    }

    @Test
    void takesWhatLimitsAGoalFromTheTextUnderItsName() {
        WhatLimits limits = new WhatLimits("Preface.\n\n## first\n\nThe engine.\n\n## second, fourth\nTwo\nlines.\n");

        assertThat(limits.of(goal("first"))).contains("The engine.");
        assertThat(limits.of(goal("second"))).contains("Two\nlines.");
        assertThat(limits.of(goal("third"))).isEmpty();
        assertThat(limits.of(goal("fourth"))).contains("Two\nlines.");
    }

    private static Goal goal(String id) {
        return new Goal(id, "bench", "subject", "metric", null, Goal.Bound.AT_MOST, 1);
    }
}
