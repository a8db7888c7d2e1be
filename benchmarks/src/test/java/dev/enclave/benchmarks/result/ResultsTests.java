package dev.enclave.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTests {

    private static Row row(String bench, String subject, double value) {
        return Row.of(bench, subject, "latency", Unit.MILLISECONDS, new Samples(value));
    }

    @Test
    void replacesTheRowsOfOneBenchmarkOnlyAndAtTheirPlace() {
        Results before = new Results(List.of(row("a", "x", 1), row("a", "gone", 1), row("b", "x", 2)));

        Results after = before.withRowsOf("a", List.of(row("a", "x", 3))).withRowsOf("c", List.of(row("c", "x", 4)));

        assertThat(after.rows()).containsExactly(row("a", "x", 3), row("b", "x", 2), row("c", "x", 4));
    }

    @Test
    void findsARow() {
        Results results = new Results(List.of(row("a", "x", 1), row("b", "x", 2)));

        assertThat(results.find("b", "x", "latency")).contains(row("b", "x", 2));
        assertThat(results.find("b", "x", "rate")).isEmpty();
    }
}
