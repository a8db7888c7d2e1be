package dev.enclave.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

class ReadmeProgramsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final TestContainers containers = new TestContainers();

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
    void theClientRunsAContainerAndShowsWhatItPrints(@TempDir Path temporary) {
        TestImages.require(TestImages.BUSYBOX);

        try (ExampleProcess process = ExampleProcess.start(temporary, Map.of(), ReadmeDockerClient.class.getName())) {
            assertThat(process.await()).isZero();
            assertThat(process.out()).isEqualTo("hello from a container\n");
            assertThat(process.err()).isEmpty();
        }
    }

    @Test
    void theClientBringsDirectoriesInAndOut(@TempDir Path inputs, @TempDir Path results) throws IOException {
        Files.writeString(inputs.resolve("file"), "content");
        String container = containers.create(TestContainers.config("true"));

        ReadmeDirectories.exchange(TestEngine.client(), container, inputs, results)
                .block(PATIENCE);

        assertThat(results.resolve("file")).hasContent("content");
    }

    @Test
    void theProcessesAnswerAndAreFoundAgain() {
        SandboxEngine engine =
                SandboxEngine.builder().dockerClient(TestEngine.client()).build();
        SandboxSpec spec = SandboxSpec.of(TestImages.PYTHON);

        List<String> answers = engine.useMany(
                        spec, sandbox -> ReadmeProcesses.ask(sandbox, Flux.just("6 * 7", "'enclave'.upper()")))
                .collectList()
                .block(PATIENCE);
        String outcome = engine.use(spec, ReadmeProcesses::serve).block(PATIENCE);
        engine.close().block(PATIENCE);

        assertThat(answers).containsExactly("42", "ENCLAVE");
        assertThat(outcome).isEqualTo("succeeded");
    }
}
