package dev.enclave.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTests {

    @Test
    void listsEachExampleInOneLine() {
        ExampleRun run = ExampleRun.withoutImage();

        assertThat(run.status()).isZero();
        assertThat(run.lines())
                .hasSameSizeAs(Examples.ALL)
                .allMatch(line -> line.matches("[a-z-]+( \\[.*])? {2,}\\S.*"))
                .allMatch(line -> line.length() <= 120);
    }

    @Test
    void exitsWithTwoAndNamesTheExamplesWhenThereIsNoneOfThatName() {
        ExampleRun run = ExampleRun.withoutImage("host-volume");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("there is no example 'host-volume'; there are: host-volumes, ");
    }

    @Test
    void exitsWithOneAndAMessageWhenAnArgumentIsWrong() {
        ExampleRun run = ExampleRun.withoutImage("fan-out", "many");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("example fan-out failed: not a positive number: 'many'")
                .doesNotContain("\tat ");
    }

    @Test
    void exitsWithOneAndSaysWhatToTryWhenNoEngineAnswers(@TempDir Path temporary) {
        String nowhere = "unix://" + temporary.resolve("docker.sock");

        try (ExampleProcess process = ExampleProcess.start(
                temporary, Map.of("DOCKER_HOST", nowhere), Examples.class.getName(), "host-volumes")) {
            assertThat(process.await()).isEqualTo(1);
            assertThat(process.err())
                    .startsWith("example host-volumes failed: cannot reach a container engine at " + nowhere)
                    .contains("there is no such socket; start the engine")
                    .doesNotContain("\tat ");
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void printsTheStackTraceOnlyWhenAsked() {
        IllegalStateException failure = new IllegalStateException("it went wrong");

        assertThat(reported(failure, null)).contains("it went wrong").doesNotContain("\tat ");
        assertThat(reported(failure, "1")).contains("it went wrong").contains("\tat ");
    }

    private static String reported(Throwable failure, String debug) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Examples.report("x", failure, ExampleRun.printer(err), debug);
        return err.toString(StandardCharsets.UTF_8);
    }
}
