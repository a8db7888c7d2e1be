package dev.enclave.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFolderTests {

    private static final Machine MACHINE =
            new Machine("cpu", 2, 1024, "Linux", "17", "docker 20.10", "1.41", "2026-11-26T00:00:00Z", null);

    @TempDir
    private Path folder;

    @Test
    void bringsBackWhatWasWritten() {
        ResultsFolder files = new ResultsFolder(folder.resolve("results"));
        Row without = Row.of("unary", "floor", "ping: p50", Unit.MILLISECONDS, new Samples(1, 2, 3));
        Results results = new Results(List.of(without, without.withRatios(1.5, 0.25)));

        files.write(results, MACHINE);

        assertThat(files.read()).isEqualTo(results);
        assertThat(files.readMachine()).contains(MACHINE);
    }

    @Test
    void hasTheFieldsThatOthersReadAndNullsWhereThereIsNoPeer() throws Exception {
        Row row = Row.of("unary", "floor", "ping: rate", Unit.PER_SECOND, new Samples(1, 2, 4));

        new ResultsFolder(folder).write(new Results(List.of(row)), MACHINE);

        assertThat(Files.readString(folder.resolve("latest.json")))
                .contains("\"bench\" : \"unary\"", "\"subject\" : \"floor\"", "\"metric\" : \"ping: rate\"")
                .contains("\"unit\" : \"1/s\"", "\"median\" : 2.0", "\"min\" : 1.0", "\"max\" : 4.0", "\"runs\" : 3")
                .contains("\"ratioToFloor\" : null", "\"ratioToDockerJava\" : null");
    }

    @Test
    void isEmptyBeforeTheFirstRun() {
        ResultsFolder files = new ResultsFolder(folder);

        assertThat(files.read()).isEqualTo(Results.NONE);
        assertThat(files.readMachine()).isEmpty();
    }
}
