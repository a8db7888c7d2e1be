package dev.enclave.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The examples that mount something. */
@Tag("C11")
class MountExamplesIT {

    @Test
    void readOnlyInputsCannotBeChanged() {
        ExampleRun run = ExampleRun.of("read-only-inputs").requireSuccess();

        assertThat(run.lines()).contains("Ada,42", "host      points.csv is untouched");
        assertThat(run.lines().stream().filter(line -> line.contains("Read-only file system")))
                .as("refused attempts")
                .hasSize(4);
    }

    @Test
    void collectedArtifactsBelongToTheCaller() {
        ExampleRun run = ExampleRun.of("collect-artifacts").requireSuccess();

        assertThat(run.out())
                .containsPattern("python prints: 14 days, warmest: 17.96")
                .containsPattern("temperature.csv +\\d+ bytes, owner: .* \\(you\\)")
                .containsPattern("temperature.svg +\\d+ bytes, owner: .* \\(you\\)");
    }

    @Test
    void theSecondSandboxFindsWhatTheFirstHasCached() {
        ExampleRun run = ExampleRun.of("shared-cache").requireSuccess();

        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(0)).startsWith("sandbox   first: model.bin was not in the cache, it is now");
        assertThat(run.lines().get(1)).startsWith("sandbox   second: model.bin was in the cache");
    }

    @Test
    void sandboxesShareInputs() {
        ExampleRun run = ExampleRun.of("shared-inputs", "3").requireSuccess();

        assertThat(run.lines()).hasSize(5).endsWith("host      the parts add up to 5000050000, expected: 5000050000");
    }

    @Test
    void refusedMountsSayWhichRuleRefusedThem() {
        ExampleRun run = ExampleRun.of("refused-mounts").requireSuccess();

        assertThat(run.out())
                .contains("policy: '/etc': refused (system directory): it is '/etc'.")
                .containsPattern("policy: '.*/\\.ssh': refused \\(credentials\\)")
                .contains("policy: '/var/run/docker.sock': refused (engine socket)")
                .containsPattern("policy: '.*/harmless': refused \\(system directory\\): .*'/etc/ssl'")
                .contains("policy: './data': refused (unusable path)")
                .containsPattern("policy: '.*/enclave-refused-mounts-\\d+': allowed");
        assertThat(run.lines().stream().filter(line -> line.contains(" is not made: ")))
                .as("refused sandboxes")
                .hasSize(5);
        assertThat(run.out()).contains("is made, and sees: . .. harmless");
    }
}
