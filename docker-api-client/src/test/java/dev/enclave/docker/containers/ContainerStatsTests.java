package dev.enclave.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.internal.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of {@code docker stats} from what engines on cgroup v1 and v2 send. */
@Tag("C7")
class ContainerStatsTests {

    private static final String V1 = """
            {"read":"2026-11-25T21:15:10.307407216Z","preread":"2026-11-25T21:15:09.304169263Z",
            "pids_stats":{"current":3},"name":"/c","id":"abc",
            "blkio_stats":{"io_service_bytes_recursive":[
              {"major":254,"minor":0,"op":"Read","value":1000},{"major":254,"minor":0,"op":"Write","value":20},
              {"major":254,"minor":16,"op":"Read","value":1},{"major":254,"minor":0,"op":"Total","value":1020}]},
            "cpu_stats":{"cpu_usage":{"total_usage":3000000000,"percpu_usage":[1000000000,2000000000]},
              "system_cpu_usage":20000000000,"throttling_data":{"periods":10,"throttled_periods":4,"throttled_time":7}},
            "precpu_stats":{"cpu_usage":{"total_usage":2000000000},"system_cpu_usage":16000000000},
            "memory_stats":{"usage":5000,"max_usage":9000,"limit":100000,
              "stats":{"total_inactive_file":1500,"inactive_file":99,"hierarchical_memory_limit":9223372036854771712}},
            "networks":{"eth0":{"rx_bytes":100,"tx_bytes":7},"eth1":{"rx_bytes":20,"tx_bytes":1}}}""";

    private static final String V2 = """
            {"read":"2026-11-25T21:15:10Z","preread":"2026-11-25T21:15:09Z",
            "pids_stats":{"current":3,"limit":18446744073709551615},
            "blkio_stats":{"io_service_bytes_recursive":[
              {"major":254,"minor":0,"op":"read","value":1000},{"major":254,"minor":0,"op":"write","value":20}]},
            "cpu_stats":{"cpu_usage":{"total_usage":3000000000},"system_cpu_usage":20000000000,"online_cpus":4},
            "precpu_stats":{"cpu_usage":{"total_usage":2000000000},"system_cpu_usage":16000000000,"online_cpus":4},
            "memory_stats":{"usage":5000,"limit":100000,"stats":{"inactive_file":1200,"anon":3}}}""";

    @Nested
    class OnCgroupV1 {

        private final ContainerStats stats = read(V1);

        @Test
        void countCpusWhereTheEngineDoesNot() {
            assertThat(stats.cpuPercent()).isEqualTo(50.0);
        }

        @Test
        void leaveOutThePageCacheOfTheWholeTree() {
            assertThat(stats.memoryUsed()).isEqualTo(3500);
            assertThat(stats.memoryPercent()).isEqualTo(3.5);
        }

        @Test
        void sumUpDevicesAndInterfaces() {
            assertThat(stats.blockRead()).isEqualTo(1001);
            assertThat(stats.blockWritten()).isEqualTo(20);
            assertThat(stats.networkReceived()).isEqualTo(120);
            assertThat(stats.networkSent()).isEqualTo(8);
            assertThat(stats.cpuStats().throttlingData().throttledPeriods()).isEqualTo(4);
        }
    }

    @Nested
    class OnCgroupV2 {

        private final ContainerStats stats = read(V2);

        @Test
        void useTheEnginesNumberOfCpus() {
            assertThat(stats.cpuPercent()).isEqualTo(100.0);
        }

        @Test
        void leaveOutTheInactivePageCache() {
            assertThat(stats.memoryUsed()).isEqualTo(3800);
        }

        @Test
        void readANumberThatStandsForNoLimit() {
            assertThat(stats.pidsStats().limit()).isEqualTo(Long.MAX_VALUE);
            assertThat(stats.blockRead()).isEqualTo(1000);
            assertThat(stats.networkReceived()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // A cache that is larger than all of the memory is none.
        "'{\"memory_stats\":{\"usage\":10,\"stats\":{\"inactive_file\":11}}}', 10,",
        "'{\"memory_stats\":{\"usage\":10,\"limit\":0}}', 10,",
        "'{\"memory_stats\":{}}', ,",
        "'{}', ,",
        "'{\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":5},\"system_cpu_usage\":9},\"precpu_stats\":{\"cpu_usage\":{\"total_usage\":0}}}', ,",
        "'{\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":5},\"system_cpu_usage\":9},\"precpu_stats\":{\"cpu_usage\":{\"total_usage\":7},\"system_cpu_usage\":3}}', ,0.0",
    })
    void areNullOrZeroWhereFiguresAreMissing(String json, Long memory, Double cpu) {
        ContainerStats stats = read(json);

        assertThat(stats.memoryUsed()).isEqualTo(memory);
        assertThat(stats.memoryPercent()).isNull();
        assertThat(stats.cpuPercent()).isEqualTo(cpu);
    }

    private static ContainerStats read(String json) {
        return JsonCodec.SHARED.read(json.getBytes(StandardCharsets.UTF_8), ContainerStats.class);
    }
}
