package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C11; M3: whom files on a mount belong to, and working directories there. */
@Tag("C11")
@SandboxTest
class MountOwnershipIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A user that neither the host nor the images know. */
    private static final int STRANGER = 43210;

    @TempDir
    private Path directory;

    private Path data;
    private final SandboxEngine engine;

    MountOwnershipIT(SandboxEngine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void makeDirectory() throws IOException {
        // The way to it has to be open to the stranger too.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = Files.createDirectory(directory.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ExecResult run(SandboxSpec.Builder spec, String line) {
        return Objects.requireNonNull(
                engine.use(spec.build(), sandbox -> sandbox.exec(line)).block(PATIENCE));
    }

    private static String owner(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid") + ":" + Files.getAttribute(path, "unix:gid");
    }

    private static String caller() throws IOException {
        return owner(Path.of("/proc/self"));
    }

    private SandboxSpec.Builder mounted() {
        return TestSpecs.busybox().mount(Mount.bind(data, "/sandbox/data"));
    }

    @Nested
    class NewFiles {

        @Test
        void ofTheHostUserBelongToTheCaller() throws IOException {
            ExecResult result = run(
                    mounted().hostUser(), "mkdir data/made && touch data/made/file && echo $(id -u):$(id -g) && pwd");

            assertThat(result.stdout()).as(result.stderr()).isEqualTo(caller() + "\n/sandbox\n");
            assertThat(owner(data.resolve("made"))).isEqualTo(caller());
            assertThat(owner(data.resolve("made/file"))).isEqualTo(caller());
        }

        @Test
        void ofANumberedUserBelongToThatNumber() throws IOException {
            requireRoot();
            give(data);

            ExecResult result = run(mounted().user("43210:43210"), "touch data/file && stat -c %u:%g . data/file");

            assertThat(result.stdout()).as(result.stderr()).isEqualTo("43210:43210\n43210:43210\n");
            assertThat(owner(data.resolve("file"))).isEqualTo("43210:43210");
        }

        @Test
        void inADirectoryOfSomebodyElseCannotBeMadeByAStranger() {
            ExecResult result = run(mounted().user("43210:43210"), "touch data/file");

            assertThat(result.stderr()).contains("Permission denied");
            assertThat(data).isEmptyDirectory();
        }

        @Test
        void directoriesThatAreCreatedBelongToTheCaller() throws IOException {
            Path missing = data.resolve("a/b");
            SandboxSpec.Builder spec =
                    TestSpecs.busybox().mount(Mount.bind(missing, "/out").createHostDirectory());

            run(spec.hostUser(), "touch /out/file");

            assertThat(owner(data.resolve("a"))).isEqualTo(caller());
            assertThat(owner(missing)).isEqualTo(caller());
            assertThat(missing.resolve("file")).exists();
        }
    }

    @Nested
    class WorkingDirectories {

        @ParameterizedTest
        @ValueSource(strings = {"/sandbox/data", "/sandbox//data/", "//sandbox/./data"})
        void thatAreAMountStayTheirOwners(String workingDirectory) throws IOException {
            String before = owner(data);

            ExecResult result = run(mounted().workingDirectory(workingDirectory).user("43210:43210"), "pwd; id -u");

            assertThat(result.stdout()).isEqualTo("/sandbox/data\n43210\n");
            assertThat(owner(data)).isEqualTo(before);
        }

        @Test
        void aroundAMountAreGivenToTheUserButNotTheMount() throws IOException {
            String before = owner(data);

            assertThat(run(mounted().user("43210:43210"), "touch file && stat -c %u .")
                            .stdout())
                    .isEqualTo("43210\n");
            assertThat(owner(data)).isEqualTo(before);
        }

        @Test
        void belowAMountAreMadeByTheSandboxesUser() throws IOException {
            ExecResult result =
                    run(mounted().workingDirectory("/sandbox/data/deep/work").hostUser(), "touch file; pwd");

            assertThat(result.stdout()).isEqualTo("/sandbox/data/deep/work\n");
            assertThat(owner(data.resolve("deep"))).isEqualTo(caller());
            assertThat(owner(data.resolve("deep/work/file"))).isEqualTo(caller());
        }

        @Test
        void belowAMountThatTheUserCannotWriteToFailTheCreation() {
            SandboxSpec spec = mounted()
                    .workingDirectory("/sandbox/data/deep")
                    .user("43210:43210")
                    .build();

            assertThatThrownBy(() -> engine.create(spec).block(PATIENCE))
                    .isInstanceOf(SandboxCreationException.class)
                    .hasMessageContaining("working directory");
            assertThat(data).isEmptyDirectory();
        }
    }

    @Nested
    class PlantedLinks {

        private Path outside;

        @BeforeEach
        void plant() throws IOException {
            outside = Files.createDirectory(directory.resolve("outside"));
            Files.writeString(outside.resolve("secret"), "secret");
            Files.createSymbolicLink(data.resolve("absolute"), outside);
            Files.createSymbolicLink(data.resolve("relative"), Path.of("../outside"));
        }

        @Test
        void doNotShowFilesOutsideTheMount() {
            ExecResult result =
                    run(mounted(), "cat data/absolute/secret; cat data/relative/secret; echo x >data/absolute/new");

            assertThat(result.stdout()).isEmpty();
            assertThat(outside).isDirectoryContaining("glob:**secret").isDirectoryNotContaining("glob:**new");
        }

        @ParameterizedTest
        @ValueSource(strings = {"absolute/work", "absolute", "relative/work"})
        void doNotLeadWorkingDirectoriesOutsideTheMount(String link) {
            SandboxSpec spec =
                    mounted().workingDirectory("/sandbox/data/" + link).build();

            assertThatThrownBy(() -> engine.create(spec).block(PATIENCE)).isInstanceOf(SandboxCreationException.class);
            assertThat(outside.resolve("work")).doesNotExist();
        }
    }

    private static void requireRoot() throws IOException {
        Assumptions.assumeTrue(caller().startsWith("0:"), "only root can give directories away");
    }

    private static void give(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", STRANGER);
        Files.setAttribute(path, "unix:gid", STRANGER);
    }
}
