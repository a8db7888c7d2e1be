package dev.enclave.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatiosTests {

    private static Row row(String subject, Unit unit, double value) {
        return Row.of("bench", subject, "figure", unit, new Samples(value));
    }

    @Test
    void divideByTheFloorAndByTheTransportOfDockerJavaThatTakesLess() {
        List<Row> rows = Ratios.addTo(List.of(
                row("enclave", Unit.MILLISECONDS, 3),
                row(Subjects.DOCKER_JAVA_APACHE, Unit.MILLISECONDS, 12),
                row(Subjects.DOCKER_JAVA_ZERODEP, Unit.MILLISECONDS, 6),
                row(Subjects.FLOOR, Unit.MILLISECONDS, 2)));

        assertThat(rows).extracting(Row::ratioToFloor).containsExactly(1.5, 6.0, 3.0, 1.0);
        assertThat(rows).extracting(Row::ratioToDockerJava).containsExactly(0.5, 2.0, 1.0, 0.3333);
    }

    @Test
    void divideByTheTransportThatDoesMoreWhereMoreIsBetter() {
        List<Row> rows = Ratios.addTo(List.of(
                row("enclave", Unit.PER_SECOND, 24),
                row(Subjects.DOCKER_JAVA_APACHE, Unit.PER_SECOND, 12),
                row(Subjects.DOCKER_JAVA_ZERODEP, Unit.PER_SECOND, 6)));

        assertThat(rows).extracting(Row::ratioToDockerJava).containsExactly(2.0, 1.0, 0.5);
        assertThat(rows).extracting(Row::ratioToFloor).containsOnlyNulls();
    }

    @Test
    void areOfTheSameFigureOnly() {
        Row other = Row.of("bench", Subjects.FLOOR, "another figure", Unit.MILLISECONDS, new Samples(1));

        List<Row> rows = Ratios.addTo(List.of(row("enclave", Unit.MILLISECONDS, 3), other));

        assertThat(rows.get(0).ratioToFloor()).isNull();
    }

    @Test
    void areMissingWhereThePeerNeedsNothing() {
        List<Row> rows =
                Ratios.addTo(List.of(row("enclave", Unit.MEBIBYTES, 3), row(Subjects.FLOOR, Unit.MEBIBYTES, 0)));

        assertThat(rows).extracting(Row::ratioToFloor).containsOnlyNulls();
    }
}
