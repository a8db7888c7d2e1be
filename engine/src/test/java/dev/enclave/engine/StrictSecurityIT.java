package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.support.EngineWitness;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C10: what {@link SecurityProfile#STRICT} adds. */
@Tag("C10")
@SandboxTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictSecurityIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SandboxEngine engine;
    private Sandbox strict;

    StrictSecurityIT(SandboxEngine engine) {
        this.engine = engine;
    }

    private static SandboxSpec.Builder strictPython() {
        return TestSpecs.python().security(SecurityProfile.STRICT);
    }

    @BeforeAll
    void create() {
        strict = Objects.requireNonNull(engine.create(strictPython().build()).block(PATIENCE));
    }

    @AfterAll
    void remove() {
        strict.remove().block(PATIENCE);
    }

    private static void letOthersRead(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static ExecResult run(Sandbox sandbox, String line) {
        return Objects.requireNonNull(sandbox.exec(line).block(PATIENCE));
    }

    private ExecResult runIn(SandboxSpec.Builder spec, String line) {
        return Objects.requireNonNull(
                engine.use(spec.build(), sandbox -> sandbox.exec(line)).block(PATIENCE));
    }

    @Nested
    class Sandboxes {

        @Test
        void areNotRootAndHaveNoCapability() {
            assertThat(run(strict, "id -u; id -g; grep -E 'Cap(Bnd|Prm|Eff|Inh|Amb)' /proc/self/status")
                            .stdout()
                            .lines()
                            .map(line -> line.replaceAll(".*:\\s*", "")))
                    .containsExactly(
                            "65534",
                            "65534",
                            "0000000000000000",
                            "0000000000000000",
                            "0000000000000000",
                            "0000000000000000",
                            "0000000000000000");
        }

        @Test
        void gainNoPrivilegesAndAreFilteredBySeccomp() {
            assertThat(run(strict, "grep -E 'NoNewPrivs|Seccomp:' /proc/self/status | tr -d '\\t'")
                            .stdout())
                    .isEqualTo("NoNewPrivs:1\nSeccomp:2\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/x", "/etc/x", "/usr/x", "/var/x"})
        void cannotWriteToTheRootFileSystem(String path) {
            assertThat(run(strict, "touch " + path).stderr()).containsAnyOf("Read-only file system", "Permission");
            assertThat(run(strict, "grep ' / ' /proc/mounts").stdout()).contains(" ro,");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/sandbox", "/tmp"})
        void writeAndRunProgramsInTheirWorkAndTemporaryFolders(String folder) {
            String program = folder + "/program";

            ExecResult result = run(
                    strict,
                    "printf '#!/bin/sh\\necho ran' >%s && chmod +x %s && %s".formatted(program, program, program));

            assertThat(result.stdout()).as(result.stderr()).isEqualTo("ran\n");
        }

        @Test
        void runPython() {
            ExecResult result = Objects.requireNonNull(strict.exec(Command.of(
                            "python",
                            "-c",
                            "import tempfile, os; open('f', 'w').write('x'); tempfile.mkdtemp(); print(os.listdir())"))
                    .block(PATIENCE));

            assertThat(result.stdout()).as(result.stderr()).contains("'f'");
        }
    }

    @Nested
    class Specifications {

        @ParameterizedTest
        @ValueSource(strings = {"root", "0", "0:0", "0:1000", "root:users", "00", "000:5"})
        void thatNameRootAreRefusedBeforeAnythingIsCreated(String user) {
            EngineWitness witness = new EngineWitness();
            SandboxSpec spec = witness.mark(strictPython().user(user));

            assertThatThrownBy(() -> engine.create(spec).block(PATIENCE))
                    .isInstanceOf(SpecRefusedException.class)
                    .hasMessageContaining("does not run as root");
            assertThat(witness.actions()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"/", "/dev/work", "/sys"})
        void withAWorkingDirectoryThatCannotBeInMemoryAreRefused(String directory) {
            EngineWitness witness = new EngineWitness();
            SandboxSpec spec = witness.mark(strictPython().workingDirectory(directory));

            assertThatThrownBy(() -> engine.create(spec).block(PATIENCE))
                    .isInstanceOf(SpecRefusedException.class)
                    .hasMessageContaining("working directory");
            assertThat(witness.actions()).isEmpty();
        }

        @Test
        void mayNameAUserOfTheImage() {
            assertThat(runIn(strictPython().user("nobody"), "id -un; touch /sandbox/x && echo made")
                            .stdout())
                    .isEqualTo("nobody\nmade\n");
        }

        @Test
        void mayWorkInTheTemporaryFolder() {
            assertThat(runIn(strictPython().workingDirectory("/tmp"), "touch x && pwd")
                            .stdout())
                    .isEqualTo("/tmp\n");
        }

        @Test
        void mayMountSomethingElseOnTheTemporaryFolder(@TempDir Path directory) throws IOException {
            letOthersRead(directory);
            assertThat(runIn(strictPython().mount(Mount.bind(directory, "/tmp").readOnly()), "ls /tmp && echo there")
                            .stdout())
                    .isEqualTo("there\n");
        }

        @Test
        void mayMountAHostDirectoryAsWorkingDirectory(@TempDir Path directory) throws IOException {
            letOthersRead(directory);
            SandboxSpec.Builder spec =
                    strictPython().mount(Mount.bind(directory, "/sandbox").readOnly());

            assertThat(runIn(spec, "pwd; touch x").stderr()).contains("Read-only file system");
        }
    }
}
