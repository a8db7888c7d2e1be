package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.ShellImage;
import dev.enclave.testing.TestRun;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** C10: a sandbox runs what it is told to run, and nothing that its image brings along. */
@Tag("C10")
@SandboxTest
class HealthcheckIT {

    /** Runs a check every 20 ms, as soon as the container has started. */
    private static final String CONFIG = """
            {"Env":["PATH=/bin"],"Entrypoint":["touch","/entered"],"Cmd":["/commanded"],
            "Healthcheck":{"Test":["CMD-SHELL","touch /checked"],"Interval":20000000,"Timeout":1000000000}}""";

    @Test
    void theImagesOwnProgramsDoNotRun(SandboxEngine engine) {
        String image = ShellImage.load(CONFIG);
        try {
            SandboxSpec spec =
                    SandboxSpec.builder(image).label(TestRun.LABEL, TestRun.ID).build();

            ExecResult result =
                    engine.use(spec, sandbox -> sandbox.exec("sleep 0.5; ls /")).block(Duration.ofSeconds(30));

            assertThat(result.stdout().lines()).contains("bin").doesNotContain("checked", "entered", "commanded");
        } finally {
            ShellImage.remove(image);
        }
    }
}
