package dev.enclave.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C2")
@Tag("C11")
class HostVolumesIT {

    @Test
    void readsInTheSandboxWhatTheHostWroteAndOnTheHostWhatTheSandboxWrote() {
        ExampleRun run = ExampleRun.of("host-volumes").requireSuccess();

        assertThat(run.lines()).containsSubsequence("hello from host", "from sandbox");
        assertThat(run.folders()).hasSize(1);
    }

    @Test
    void showsEachStep() {
        ExampleRun run = ExampleRun.of("host-volumes").requireSuccess();

        String folder = run.folders().get(0).toString();
        assertThat(run.lines()).hasSize(7);
        assertThat(run.lines().get(0)).isEqualTo("host      wrote " + folder + "/host.txt");
        assertThat(run.lines().get(1)).matches("sandbox   \\w+ runs, with .* at /sandbox/data");
        assertThat(run.lines())
                .containsSubsequence(
                        "sandbox   $ cat /sandbox/data/host.txt",
                        "sandbox   $ echo \"from sandbox\" > /sandbox/data/sandbox.txt",
                        "host      the sandbox is gone; reads " + folder + "/sandbox.txt");
    }
}
