package dev.enclave.engine.mount;

import static java.nio.file.Files.createDirectories;
import static java.nio.file.Files.createDirectory;
import static java.nio.file.Files.createFile;
import static java.nio.file.Files.createSymbolicLink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.enclave.engine.mount.InvalidMountException.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class MountCheckerTests {
    private static final MountPolicy EVERYTHING = request -> MountDecision.allowed();

    private final MountChecker checker = MountChecker.of(EVERYTHING);
    private Path folder = Path.of("/");

    @BeforeEach
    void resolve(@TempDir Path temporary) throws IOException {
        folder = temporary.toRealPath();
    }

    @Nested
    class Resolving {

        @Test
        void answersTheRealPathOfADirectoryBehindLinks() throws IOException {
            Path real = createDirectory(folder.resolve("real"));
            Path link = createSymbolicLink(folder.resolve("link"), real);
            BindMount mount = Mount.bind(link, "/in").readOnly().propagation(MountPropagation.RSLAVE);

            assertThat(checker.check(List.of(mount)))
                    .containsExactly(new ResolvedMount(
                            mount, Mount.bind(real, "/in").readOnly().propagation(MountPropagation.RSLAVE)));
        }

        @Test
        void answersFilesVolumesAndTmpfs() throws IOException {
            Path file = createFile(folder.resolve("file"));
            List<Mount> mounts = List.of(
                    Mount.bind(file, "/a"),
                    Mount.volume("vol", "/b"),
                    Mount.tmpfs("/c").size("1m"));

            assertThat(checker.check(mounts))
                    .extracting(ResolvedMount::effective)
                    .isEqualTo(mounts);
        }

        @Test
        void answersNothingForNothing() {
            assertThat(checker.check(List.of())).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"with space", "it's \"quoted\"", "a:b", "two\nlines", "straße-日本-😀", "-rf", "*", "..."})
        void takesAnyName(String name) throws IOException {
            Path named = createDirectory(folder.resolve(name));

            assertThat(effective(Mount.bind(named, "/in"))).isEqualTo(Mount.bind(named, "/in"));
        }

        @Test
        void ordersOuterMountsBeforeNestedOnesAndKeepsTheOrderOtherwise() throws IOException {
            Path data = createDirectories(folder.resolve("b/c"));
            List<Mount> mounts = List.of(
                    Mount.bind(data, "/z/b/c"), Mount.tmpfs("/z/b"), Mount.bind(folder, "/z"), Mount.tmpfs("/a"));

            assertThat(checker.check(mounts))
                    .extracting(ResolvedMount::containerPath)
                    .containsExactly("/z", "/a", "/z/b", "/z/b/c");
        }
    }

    @Nested
    class Asking {

        @Test
        void asksThePolicyForTheGivenAndTheRealPath() throws IOException {
            Path real = createDirectory(folder.resolve("real"));
            Path link = createSymbolicLink(folder.resolve("link"), real);
            MountPolicy policy = request -> {
                assertThat(request).isEqualTo(new MountRequest(link, real, MountAccess.READ_ONLY));
                return MountDecision.refused("my rule", "it is mine", "Take yours");
            };

            assertThatExceptionOfType(MountRefusedException.class)
                    .isThrownBy(() -> MountChecker.of(policy)
                            .check(List.of(Mount.bind(link, "/in").readOnly())))
                    .withMessage(
                            "mount of '" + link + "' at '/in' refused by the rule \"my rule\": it is mine. Take yours")
                    .satisfies(refused -> {
                        assertThat(refused.rule()).isEqualTo("my rule");
                        assertThat(refused.reason()).isEqualTo("it is mine");
                        assertThat(refused.advice()).isEqualTo("Take yours");
                        assertThat(refused.hostPath()).isEqualTo(link.toString());
                        assertThat(refused.containerPath()).isEqualTo("/in");
                    });
        }

        @Test
        void makesReadOnlyWhatThePolicyForces() {
            MountChecker readOnly = MountChecker.of(request -> MountDecision.allowedReadOnly());

            assertThat(readOnly.check(List.of(Mount.bind(folder, "/in"))).get(0))
                    .isEqualTo(new ResolvedMount(
                            Mount.bind(folder, "/in"), Mount.bind(folder, "/in").readOnly()));
        }

        @Test
        void doesNotMakeWritableWhatWasAskedReadOnly() {
            assertThat(effective(Mount.bind(folder, "/in").readOnly()))
                    .isEqualTo(Mount.bind(folder, "/in").readOnly());
        }

        @Test
        void doesNotAskForVolumesAndTmpfs() {
            MountPolicy never = request -> MountDecision.refused("never", "no", "No");

            assertThat(MountChecker.of(never).check(List.of(Mount.volume("vol", "/a"), Mount.tmpfs("/b"))))
                    .hasSize(2);
        }

        @Test
        void tellsNobodyWhatIsInARefusedPlace() {
            MountChecker defaults = MountChecker.of(MountPolicy.defaults());

            assertThatExceptionOfType(MountRefusedException.class)
                    .isThrownBy(() -> defaults.check(List.of(Mount.bind("/etc/does-not-exist", "/in"))))
                    .satisfies(refused -> assertThat(refused.rule()).isEqualTo("system directory"));
        }
    }

    @Nested
    class Refusing {

        @Test
        void refusesSocketsWhateverThePolicySays() throws IOException {
            Path socket = folder.resolve("s");
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(socket));
                Path link = createSymbolicLink(folder.resolve("link"), socket);

                assertSpecial(socket);
                assertSpecial(link);
                assertThat(EVERYTHING.explain(socket.toString())).contains("refused (special file)");
            }
        }

        @Test
        void refusesDevicesWhateverThePolicySays() {
            assertSpecial(Path.of("/dev/null"));
        }

        @Test
        void refusesNamedPipesWhateverThePolicySays() throws Exception {
            Path pipe = folder.resolve("pipe");
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();

            assertSpecial(pipe);
        }

        @Test
        void refusesWhatIsMissing() {
            assertProblem(Problem.MISSING, Mount.bind(folder.resolve("none"), "/in"));
            assertThat(assertProblem(Problem.MISSING, Mount.bind(folder.resolve("no/ne"), "/in")))
                    .hasMessage("mount of '" + folder + "/no/ne' at '/in' is not possible: it does not exist."
                            + " Create it first, or ask for a directory with createHostDirectory()");
        }

        @Test
        void refusesAFileWhereADirectoryIsNeeded() throws IOException {
            Path file = createFile(folder.resolve("file"));

            assertProblem(Problem.NOT_A_DIRECTORY, Mount.bind(file.resolve("x"), "/in"));
            assertProblem(
                    Problem.NOT_A_DIRECTORY,
                    Mount.bind(file.resolve("x"), "/in").createHostDirectory());
            assertProblem(Problem.NOT_A_DIRECTORY, Mount.bind(file, "/in").createHostDirectory());
            assertProblem(Problem.NOT_A_DIRECTORY, Mount.bind(file, "/in"), Mount.tmpfs("/in/x"));
        }

        @Test
        void refusesLinksThatLeadNowhereOrInACircle() throws IOException {
            Path dangling = createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
            Path one = createSymbolicLink(folder.resolve("one"), folder.resolve("two"));
            createSymbolicLink(folder.resolve("two"), one);

            for (Path broken : List.of(dangling, dangling.resolve("x"), one, one.resolve("x/y"))) {
                assertProblem(Problem.BROKEN_LINK, Mount.bind(broken, "/in"));
                assertProblem(Problem.BROKEN_LINK, Mount.bind(broken, "/in").createHostDirectory());
            }
            assertThat(folder.resolve("nowhere")).doesNotExist();
        }

        @Test
        void refusesWhatItCannotLookAt() {
            assertProblem(Problem.UNREADABLE, Mount.bind(folder.resolve("x".repeat(300)), "/in"));
        }

        @Test
        void refusesCommasUnlessTheEngineIsKnownToTakeThem() throws IOException {
            Path named = createDirectories(folder.resolve("x,source=/etc"));
            Path link = createSymbolicLink(folder.resolve("link"), named);

            assertProblem(Problem.COMMA, Mount.bind(named, "/in"));
            assertProblem(Problem.COMMA, Mount.bind(link, "/in"));
            assertThat(checker.allowingCommas().check(List.of(Mount.bind(named, "/in"))))
                    .hasSize(1);
        }

        @Test
        void refusesTwoMountsOnOneContainerPath() {
            assertProblem(Problem.DUPLICATE, Mount.bind(folder, "/in"), Mount.bind(folder, "//in/"));
            assertProblem(Problem.DUPLICATE, Mount.volume("vol", "/in"), Mount.tmpfs("/in"));
            assertThat(assertProblem(Problem.DUPLICATE, Mount.tmpfs("/in"), Mount.volume("vol", "/in")))
                    .hasMessageStartingWith("mount of volume 'vol' at '/in' is not possible: another mount")
                    .satisfies(problem -> assertThat(problem.hostPath()).isNull());
        }

        @Test
        void refusesToNestInAReadOnlyMountWithoutThePlaceForIt() throws IOException {
            createDirectories(folder.resolve("there/is"));
            BindMount outer = Mount.bind(folder, "/in").readOnly();

            assertProblem(Problem.NO_MOUNT_POINT, Mount.tmpfs("/in/none"), outer);
            assertThat(checker.check(List.of(outer, Mount.tmpfs("/in/there/is"))))
                    .hasSize(2);
            assertThat(checker.check(List.of(outer.readWrite(), Mount.tmpfs("/in/none"))))
                    .hasSize(2);
            assertThat(checker.check(List.of(outer, Mount.tmpfs("/in/there"), Mount.tmpfs("/in/there/none"))))
                    .hasSize(3);
        }
    }

    @Nested
    class Creating {

        @Test
        void createsADirectoryThatBelongsToTheCaller() throws IOException {
            BindMount mount = Mount.bind(folder.resolve("a/b"), "/in").createHostDirectory();

            assertThat(effective(mount)).isEqualTo(mount);
            assertThat(folder.resolve("a/b")).isDirectory();
            assertThat(Files.getOwner(folder.resolve("a/b")))
                    .isEqualTo(Files.getOwner(createFile(folder.resolve("mine"))));
        }

        @Test
        void isContentWithADirectoryThatExists() {
            assertThat(effective(Mount.bind(folder, "/in").createHostDirectory()))
                    .isEqualTo(Mount.bind(folder, "/in").createHostDirectory());
        }

        @Test
        void createsBehindALinkWhatThePolicySawThere() throws IOException {
            Path real = createDirectory(folder.resolve("real"));
            createSymbolicLink(folder.resolve("link"), real);

            assertThat(effective(Mount.bind(folder.resolve("link/new"), "/in").createHostDirectory()))
                    .isEqualTo(Mount.bind(real.resolve("new"), "/in").createHostDirectory());
            assertThat(real.resolve("new")).isDirectory();
        }

        @Test
        void createsNothingWhereThePolicyRefuses() throws IOException {
            createDirectory(folder.resolve("secret"));
            createSymbolicLink(folder.resolve("link"), folder.resolve("secret"));
            MountPolicy policy = EVERYTHING.refusing("secret", List.of(folder.resolve("secret")));

            assertThatExceptionOfType(MountRefusedException.class)
                    .isThrownBy(() -> MountChecker.of(policy)
                            .check(List.of(Mount.bind(folder.resolve("link/new"), "/in")
                                    .createHostDirectory())));
            assertThat(folder.resolve("secret")).isEmptyDirectory();
        }

        @Test
        void createsNothingUnlessAllMountsPass() {
            assertProblem(
                    Problem.MISSING,
                    Mount.bind(folder.resolve("new"), "/in").createHostDirectory(),
                    Mount.bind(folder.resolve("none"), "/in/deeper"));
            assertThat(folder).isEmptyDirectory();
        }

        @Test
        void tellsWhyItCouldNotCreate() {
            MountPolicy raced = request -> changing(() -> createFile(folder.resolve("new")));

            assertThatExceptionOfType(InvalidMountException.class)
                    .isThrownBy(() -> MountChecker.of(raced)
                            .check(List.of(
                                    Mount.bind(folder.resolve("new"), "/in").createHostDirectory())))
                    .withCauseInstanceOf(IOException.class)
                    .satisfies(problem -> assertThat(problem.problem()).isEqualTo(Problem.CANNOT_CREATE));
        }

        @Test
        void createsNothingThroughALinkThatAppearedAfterTheDecision() throws IOException {
            Path elsewhere = createDirectory(folder.resolve("elsewhere"));
            MountPolicy raced = request -> changing(() -> createSymbolicLink(folder.resolve("a"), elsewhere));

            assertThatExceptionOfType(InvalidMountException.class)
                    .isThrownBy(() -> MountChecker.of(raced)
                            .check(List.of(
                                    Mount.bind(folder.resolve("a/b"), "/in").createHostDirectory())))
                    .satisfies(problem -> assertThat(problem.problem()).isEqualTo(Problem.CHANGED));
            assertThat(elsewhere).isEmptyDirectory();
        }
    }

    private Mount effective(Mount mount) {
        return checker.check(List.of(mount)).get(0).effective();
    }

    private void assertSpecial(Path path) {
        assertThatExceptionOfType(MountRefusedException.class)
                .isThrownBy(() -> checker.check(List.of(Mount.bind(path, "/in"))))
                .satisfies(refused -> assertThat(refused.rule()).isEqualTo("special file"));
    }

    private InvalidMountException assertProblem(Problem problem, Mount... mounts) {
        List<InvalidMountException> thrown = new ArrayList<>();
        assertThatExceptionOfType(InvalidMountException.class)
                .isThrownBy(() -> checker.check(List.of(mounts)))
                .satisfies(invalid -> assertThat(invalid.problem()).isEqualTo(problem))
                .satisfies(thrown::add);
        return thrown.get(0);
    }

    private static MountDecision changing(Change change) {
        try {
            change.run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return MountDecision.allowed();
    }

    private interface Change {
        Object run() throws IOException;
    }
}
