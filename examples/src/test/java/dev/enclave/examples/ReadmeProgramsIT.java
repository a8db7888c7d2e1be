package dev.enclave.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeProgramsIT {

    @BeforeAll
    static void needsItsImage() {
        TestImages.require(TestImages.PYTHON);
    }

    @Test
    void theProgramCountsFilesInASandbox(@TempDir Path input, @TempDir Path temporary) throws IOException {
        Files.createFile(input.resolve("one"));
        Files.createFile(input.resolve("two"));

        try (ExampleProcess process =
                ExampleProcess.start(temporary, Map.of(), ReadmeProgram.class.getName(), input.toString())) {
            assertThat(process.await()).isZero();
            assertThat(process.out()).startsWith("files, as the sandbox sees them: 2");
            assertThat(process.err()).isEmpty();
        }
    }

    @Test
    void theClientTellsTheVersionOfItsEngine(@TempDir Path temporary) {
        try (ExampleProcess process = ExampleProcess.start(temporary, Map.of(), ReadmeDockerClient.class.getName())) {
            assertThat(process.await()).isZero();
            assertThat(process.out()).startsWith("Docker Engine ");
            assertThat(process.err()).isEmpty();
        }
    }
}
