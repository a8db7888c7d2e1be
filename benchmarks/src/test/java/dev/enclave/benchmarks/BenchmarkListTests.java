package dev.enclave.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.benchmarks.measure.Benchmark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people are told about benchmarks is what there is. */
class BenchmarkListTests {

    private static final Path ROOT = Path.of("..");

    @Test
    void isWhatTheLauncherSays() throws Exception {
        assertThat(Files.readString(ROOT.resolve("enclave")).replaceAll("\\s+", " "))
                .contains("run the named benchmarks (" + BenchmarkList.names() + ")");
    }

    @Test
    void isWhatTheReadmeExplains() throws Exception {
        List<String> names = BenchmarkList.ALL.stream()
                .map(Benchmark::name)
                .map(name -> "`" + name + "`")
                .toList();

        assertThat(Files.readString(ROOT.resolve("README.md"))).contains(names);
    }
}
