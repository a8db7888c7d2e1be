package dev.enclave.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessSizeTests {

    private static final int MIB = 1 << 20;
    private static final ProcessSize BEGIN = new ProcessSize(100, 20, 50 * MIB, 30 * MIB);

    @Test
    void seesThisProcess() {
        ProcessSize now = ProcessSize.now();

        assertThat(now.threads()).isPositive();
        assertThat(now.heapBytes()).isPositive();
        assertThat(now.isFlatSince(now, 0)).isTrue();
    }

    @Test
    void takesWhatIsInFlightForFlatAndMoreForGrowth() {
        assertThat(new ProcessSize(164, 22, 55 * MIB, 33 * MIB).isFlatSince(BEGIN, 64))
                .isTrue();
        assertThat(new ProcessSize(165, 20, 50 * MIB, 30 * MIB).isFlatSince(BEGIN, 64))
                .isFalse();
        assertThat(new ProcessSize(100, 23, 50 * MIB, 30 * MIB).isFlatSince(BEGIN, 64))
                .isFalse();
        assertThat(new ProcessSize(100, 20, 70 * MIB, 30 * MIB).isFlatSince(BEGIN, 64))
                .isFalse();
        assertThat(new ProcessSize(100, 20, 50 * MIB, 50 * MIB).isFlatSince(BEGIN, 64))
                .isFalse();
    }
}
