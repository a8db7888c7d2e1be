package dev.enclave.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestImages;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FanOutIT {

    @BeforeAll
    static void needsItsImage() {
        TestImages.require(TestImages.PYTHON);
    }

    @Test
    @Tag("C9")
    void printsEachResultAndTheProgress() {
        ExampleRun run = ExampleRun.of("fan-out", "7", "3").requireSuccess();

        assertThat(run.lines()).last().asString().startsWith("progress: 7 of 7, 3 at a time, ");
        assertThat(run.lines().stream().filter(line -> line.startsWith("#")))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 7).mapToObj(FanOutIT::result).toList());
    }

    private static String result(int number) {
        int digits = (int) Math.pow(number, number);
        return "#%-4d %d to the power of %d has %d digits"
                .formatted(number, number, number, Integer.toString(digits).length());
    }

    @Test
    @Tag("C3")
    void leavesNothingWhenItsProcessIsKilledInTheMiddle(@TempDir Path temporary) {
        try (ExampleProcess process = ExampleProcess.start(temporary, "fan-out", "64", "4")) {
            process.awaitOutput("#");
            assertThat(process.containers()).isNotEmpty();

            process.kill();

            Eventually.get("the containers of the killed process", process::containers, names -> names.isEmpty());
        }
    }

    @Test
    @Tag("C2")
    void removesEverythingWhenItIsInterrupted(@TempDir Path temporary) {
        try (ExampleProcess process = ExampleProcess.start(temporary, "fan-out", "64", "4")) {
            process.awaitOutput("#");

            process.interrupt();
            process.await();

            assertThat(process.containers()).isEmpty();
            assertThat(temporary).isEmptyDirectory();
        }
    }
}
