package dev.enclave.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.engine.mount.InvalidMountException;
import dev.enclave.engine.mount.InvalidMountException.Problem;
import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.mount.MountPolicy;
import dev.enclave.engine.mount.MountRefusedException;
import dev.enclave.engine.support.EngineWitness;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** C11; M2 and M9 of the behaviours that we re-implement: dangerous and impossible mounts fail before anything is created. */
@Tag("C11")
@SandboxTest
class MountRefusalsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final SandboxEngine engine;
    private final EngineWitness witness = new EngineWitness();

    MountRefusalsIT(SandboxEngine engine) {
        this.engine = engine;
    }

    private Throwable failure(Mount... mounts) {
        return failure(engine, mounts);
    }

    private Throwable failure(SandboxEngine on, Mount... mounts) {
        SandboxSpec.Builder spec = TestSpecs.busybox();
        List.of(mounts).forEach(spec::mount);
        SandboxSpec marked = witness.mark(spec);
        return catchThrowable(() -> on.create(marked).block(PATIENCE));
    }

    @AfterEach
    void nothingWasCreated() {
        assertThat(witness.actions()).isEmpty();
    }

    @Nested
    class ByPolicy {

        @ParameterizedTest
        @CsvSource({
            "/etc, system directory",
            "/etc/passwd, system directory",
            "/proc, system directory",
            "/var/lib/containers/storage, system directory",
            "/var/run/docker.sock, engine socket",
            "/home, home directory"
        })
        void pathsOfTheSystemAreRefusedByTheRuleThatIsNamed(String path, String rule) {
            Throwable failure = failure(Mount.bind(path, "/mounted").readOnly());

            assertThat(failure)
                    .isInstanceOf(MountRefusedException.class)
                    .hasMessageContaining("'" + path + "'")
                    .hasMessageContaining(rule);
        }

        @Test
        void theEnginesDataIsRefusedWhereverItIs() {
            String data = requireNonNull(TestEngine.client().system().info().block(PATIENCE))
                    .dockerRootDir();

            assertThat(failure(Mount.bind(requireNonNull(data), "/mounted").readOnly()))
                    .asInstanceOf(InstanceOfAssertFactories.type(MountRefusedException.class))
                    .extracting(MountRefusedException::rule)
                    .isEqualTo("engine data");
        }

        @Test
        void keysInTheCallersHomeAreRefused() {
            String keys = System.getProperty("user.home") + "/.ssh";

            assertThat(failure(Mount.bind(keys, "/mounted")))
                    .asInstanceOf(InstanceOfAssertFactories.type(MountRefusedException.class))
                    .extracting(MountRefusedException::rule)
                    .isEqualTo("credentials");
        }

        @Test
        void theSocketOfThisEngineIsRefusedWhereverItIs() {
            DockerEndpoint endpoint =
                    TestEngine.client().endpoint().block(PATIENCE).endpoint();
            Assumptions.assumeTrue(endpoint instanceof DockerEndpoint.Unix, "the engine is not on a Unix socket");
            Path socket = ((DockerEndpoint.Unix) endpoint).socket();

            assertThat(failure(Mount.bind(socket, "/mounted"))).isInstanceOf(MountRefusedException.class);
            assertThat(failure(Mount.bind(socket.getParent(), "/mounted"))).isInstanceOf(MountRefusedException.class);
        }

        @Test
        void linksAreFollowedFirst() throws IOException {
            Path link = Files.createSymbolicLink(directory.resolve("innocent"), Path.of("/etc"));

            assertThat(failure(Mount.bind(link.resolve("passwd"), "/mounted")))
                    .isInstanceOf(MountRefusedException.class)
                    .hasMessageContaining("system directory")
                    .hasMessageContaining("/etc");
        }

        @Test
        void oneRefusedMountIsEnough() {
            assertThat(failure(Mount.bind(directory, "/fine"), Mount.bind("/etc", "/mounted")))
                    .isInstanceOf(MountRefusedException.class);
        }

        @Test
        void anApplicationSetsRootsOfItsOwn() throws IOException {
            Path allowed = Files.createDirectory(directory.resolve("allowed"));
            Path other = Files.createDirectory(directory.resolve("other"));
            SandboxEngine strict = SandboxEngine.builder()
                    .dockerClient(TestEngine.client())
                    .orphanWatch(false)
                    .mountPolicy(MountPolicy.builder()
                            .allowedRoots(allowed.toString())
                            .build())
                    .build();

            assertThat(failure(strict, Mount.bind(other, "/mounted"))).isInstanceOf(MountRefusedException.class);
            assertThat(failure(strict, Mount.bind(directory, "/mounted"))).isInstanceOf(MountRefusedException.class);
            strict.close().block(PATIENCE);
        }
    }

    @Nested
    class Impossible {

        @Test
        void relativePathsAreIllegalArguments() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Mount.bind("data", "/mounted"))
                    .withMessageContaining("must be absolute");
        }

        @Test
        void missingDirectoriesAreErrorsAndAreNotCreated() {
            Path missing = directory.resolve("missing");

            assertThat(problem(Mount.bind(missing, "/mounted"))).isEqualTo(Problem.MISSING);
            assertThat(missing).doesNotExist();
        }

        @Test
        void missingDirectoriesAreNotCreatedWhenAnotherMountIsRefused() {
            Path missing = directory.resolve("missing");

            assertThat(failure(Mount.bind(missing, "/out").createHostDirectory(), Mount.bind("/etc", "/mounted")))
                    .isInstanceOf(MountRefusedException.class);
            assertThat(missing).doesNotExist();
        }

        @Test
        void twoMountsDoNotShareAContainerPath() {
            assertThat(problem(Mount.bind(directory, "/data"), Mount.tmpfs("/data//")))
                    .isEqualTo(Problem.DUPLICATE);
        }

        @Test
        void aMountInsideAReadOnlyOneNeedsItsPlace() {
            assertThat(problem(Mount.bind(directory, "/data").readOnly(), Mount.tmpfs("/data/none")))
                    .isEqualTo(Problem.NO_MOUNT_POINT);
        }

        private Problem problem(Mount... mounts) {
            Throwable failure = failure(mounts);
            assertThat(failure).isInstanceOf(InvalidMountException.class);
            return ((InvalidMountException) failure).problem();
        }
    }
}
