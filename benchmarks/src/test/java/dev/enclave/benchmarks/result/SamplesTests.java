package dev.enclave.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SamplesTests {

    @Test
    void knowsTheMiddleAndTheEnds() {
        Samples odd = new Samples(3, 1, 2);
        Samples even = new Samples(4, 1, 2, 3);

        assertThat(odd.median()).isEqualTo(2);
        assertThat(even.median()).isEqualTo(2.5);
        assertThat(even.min()).isEqualTo(1);
        assertThat(even.max()).isEqualTo(4);
        assertThat(odd).hasToString("2.00 (1.00 to 3.00)");
    }

    @Test
    void takesPercentilesByTheNearestRank() {
        double[] values = new double[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }

        assertThat(new Samples(values).percentile(99)).isEqualTo(198);
        assertThat(new Samples(values).percentile(50)).isEqualTo(100);
        assertThat(new Samples(7).percentile(1)).isEqualTo(7);
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(Samples::new).hasMessage("nothing was measured");
    }
}
