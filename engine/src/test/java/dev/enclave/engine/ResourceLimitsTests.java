package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C10: what a sandbox may use is always limited. */
@Tag("C10")
class ResourceLimitsTests {

    @ParameterizedTest
    @CsvSource({
        "1024, 1024",
        "1024b, 1024",
        "1k, 1024",
        "1kb, 1024",
        "512m, 536870912",
        "512M, 536870912",
        "512MB, 536870912",
        "2g, 2147483648",
        "4G, 4294967296",
        "1t, 1099511627776",
        "' 64m ', 67108864",
        "0, 0"
    })
    void parsesAmountsOfMemory(String text, long bytes) {
        assertThat(ResourceLimits.parseMemory(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "m",
                "1.5g",
                "-1m",
                "1 m",
                "1x",
                "5bb",
                "1mm",
                "0x10",
                "1e3",
                "1234567890123",
                "999999999999t",
                "unlimited"
            })
    void refusesWhatIsNoAmountOfMemory(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResourceLimits.parseMemory(text))
                .withMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, (6L << 20) - 1})
    void refusesLessMemoryThanTheEngineTakes(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResourceLimits.DEFAULTS.withMemory(bytes))
                .withMessageContaining("6 MiB");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.009, 1025, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesCpusOutOfRange(double cpus) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResourceLimits.DEFAULTS.withCpus(cpus))
                .withMessageContaining("cpus");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void refusesUnlimitedProcesses(long pids) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResourceLimits.DEFAULTS.withPids(pids))
                .withMessageContaining("pids");
    }

    @Test
    void changesOneLimitAtATime() {
        assertThat(ResourceLimits.DEFAULTS.withMemory(6L << 20).withCpus(0.01).withPids(1))
                .isEqualTo(new ResourceLimits(6L << 20, 0.01, 1));
    }
}
