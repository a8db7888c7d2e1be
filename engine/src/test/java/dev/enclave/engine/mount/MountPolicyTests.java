package dev.enclave.engine.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules on paths alone; what links do is in {@link MountPolicyLinksTests}. */
class MountPolicyTests {
    private static final MountPolicy POLICY = builder("/home/me").build();

    @Nested
    class SystemDirectories {

        @ParameterizedTest
        @MethodSource("dev.enclave.engine.mount.MountPolicyTests#systemDirectories")
        void areRefusedWithAllBelow(String directory) {
            assertRefused(POLICY, directory, "system directory", "it is '" + directory + "'");
            assertRefused(POLICY, directory + "/deep/er", "system directory", "it is inside '" + directory + "'");
        }

        @ParameterizedTest
        @MethodSource("dev.enclave.engine.mount.MountPolicyTests#systemDirectories")
        void areRefusedToRead(String directory) {
            assertThat(decide(POLICY, directory, MountAccess.READ_ONLY)).isInstanceOf(MountDecision.Refused.class);
        }

        @ParameterizedTest
        @CsvSource({"/,/etc", "/var,/var/run", "/var/lib,/var/lib/docker", "/var/spool,/var/spool/cron"})
        void areRefusedInsideTheirParents(String parent, String directory) {
            assertRefused(POLICY, parent, "system directory", "it contains '" + directory + "'");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/etcetera",
                    "/runs",
                    "/var/lib/docker2",
                    "/var/lib/my-app",
                    "/srv/etc",
                    "/data/proc/sys",
                    "/tmp",
                    "/tmp/x",
                    "/opt/app",
                    "/ETC",
                    "/Root",
                    "/data/..data"
                })
        void areNotTakenForOthersOfSimilarNames(String path) {
            assertAllowed(POLICY, path);
        }
    }

    @Nested
    class EngineSockets {

        @ParameterizedTest
        @ValueSource(strings = {"/var/run/docker.sock", "/run/docker.sock", "/run/podman/podman.sock"})
        void areRefusedByTheirName(String socket) {
            assertRefused(POLICY, socket, "engine socket", "it is '" + socket + "'");
        }

        @Test
        void ofThisEngineAreRefusedWithWhatContainsThem() {
            MountPolicy policy =
                    builder("/home/me").engineSocket(Path.of("/srv/e/d.sock")).build();

            assertRefused(policy, "/srv/e/d.sock", "engine socket", "it is");
            assertRefused(policy, "/srv/e", "engine socket", "it contains '/srv/e/d.sock'");
            assertAllowed(policy, "/srv/f");
        }
    }

    @Nested
    class Homes {

        @ParameterizedTest
        @ValueSource(strings = {"/home/me", "/home/you", "/home/Any One", "/Users/me", "/home/.hidden"})
        void areRefusedAsAWhole(String home) {
            assertRefused(POLICY, home, "home directory", "it is '" + home + "'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/home", "/Users"})
        void areRefusedWithTheirParent(String parent) {
            assertRefused(POLICY, parent, "home directory", "it is '" + parent + "'");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/home/me/project", "/home/you/project", "/home/me/.cache/huggingface", "/home/me/.cache",
                    "/home/me/.m2/repository", "/home/me/.config/my-app", "/home/me/Straße 1",
                            "/Users/me/Library/Caches"
                })
        void mayBeMountedInParts(String path) {
            assertAllowed(POLICY, path);
        }

        @Test
        void elsewhereAreKnownForTheCaller() {
            MountPolicy policy = builder("/data/homes/me").build();

            assertRefused(policy, "/data/homes/me", "home directory", "it is '/data/homes/me'");
            assertRefused(policy, "/data/homes", "home directory", "it contains '/data/homes/me'");
            assertRefused(policy, "/data", "home directory", "it contains '/data/homes/me'");
            assertRefused(policy, "/data/homes/me/.ssh", "credentials", "it is '/data/homes/me/.ssh'");
            assertAllowed(policy, "/data/homes/me/project");
            assertAllowed(policy, "/data/homes/you");
        }

        @Test
        void elsewhereCanBeNamed() {
            MountPolicy policy = builder("/home/me").homes("/var/lib/jenkins").build();

            assertRefused(policy, "/var/lib/jenkins", "home directory", "it is '/var/lib/jenkins'");
            assertRefused(policy, "/var/lib/jenkins/.ssh/id", "credentials", "inside '/var/lib/jenkins/.ssh'");
            assertAllowed(policy, "/var/lib/jenkins/workspace");
        }

        @Test
        void ofRootAreClosedToOthers() {
            assertRefused(POLICY, "/root", "system directory", "it is '/root'");
            assertRefused(POLICY, "/root/.cache/huggingface", "system directory", "it is inside '/root'");
        }

        @Test
        void ofRootAreLikeOthersWhenTheCallerIsRoot() {
            MountPolicy policy = builder("/root").build();

            assertRefused(policy, "/root", "home directory", "it is '/root'");
            assertRefused(policy, "/root/.ssh", "credentials", "it is '/root/.ssh'");
            assertAllowed(policy, "/root/.cache/huggingface");
            assertAllowed(policy, "/root/work");
        }

        @Test
        void areNotLiftedForRootByNamingThem() {
            assertRefused(builder("/home/me").homes("/root").build(), "/root/work", "system directory", "inside");
        }

        @Test
        void thatCannotBePathsAreNotKnown() {
            assertThat(HostFacts.of(null, "?", "", "relative", "/a/../b", "/b").callerHomes())
                    .containsExactly(Path.of("/b"));
        }
    }

    @Nested
    class Credentials {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    ".ssh",
                    ".gnupg",
                    ".aws",
                    ".azure",
                    ".kube",
                    ".docker",
                    ".config/gcloud",
                    ".config/gh",
                    ".netrc",
                    ".git-credentials",
                    ".npmrc",
                    ".pypirc",
                    ".m2/settings.xml",
                    ".password-store",
                    ".local/share/keyrings",
                    ".local/share/docker",
                    "Library/Keychains"
                })
        void areRefusedInEveryHomeWithAllBelow(String folder) {
            for (String home : List.of("/home/me/", "/home/you/", "/Users/me/")) {
                assertRefused(POLICY, home + folder, "credentials", "it is '" + home + folder + "'");
                assertRefused(POLICY, home + folder + "/x", "credentials", "it is inside '" + home + folder + "'");
            }
        }

        @ParameterizedTest
        @CsvSource({
            "/home/you/.config,/home/you/.config/gcloud",
            "/home/me/.m2,/home/me/.m2/settings.xml",
            "/home/me/.local,/home/me/.local/share/keyrings",
            "/home/me/.local/share,/home/me/.local/share/keyrings",
            "/home/me/.cargo,/home/me/.cargo/credentials"
        })
        void areRefusedInsideTheirParents(String parent, String folder) {
            assertRefused(POLICY, parent, "credentials", "it contains '" + folder + "'");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/home/me/project/.docker",
                    "/home/me/project/.ssh",
                    "/home/me/project/.npmrc",
                    "/srv/app/.aws",
                    "/home/me/.sshx",
                    "/home/me/.SSH",
                    "/home/me/.docker-project",
                    "/home/me/ssh",
                    "/home/me/a/.m2"
                })
        void areThoseOfHomesOnly(String path) {
            assertAllowed(POLICY, path);
        }
    }

    @Nested
    class Programs {

        @ParameterizedTest
        @ValueSource(strings = {"/bin", "/usr/bin", "/usr", "/usr/lib/x", "/usr/local/bin", "/usr/local", "/lib64"})
        void mayBeReadButNotWritten(String path) {
            assertThat(decide(POLICY, path, MountAccess.READ_ONLY)).isEqualTo(MountDecision.allowed());
            assertRefused(POLICY, path, "host programs", "'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/usr/src/app", "/usr/share/dict", "/usr/local/share/data"})
        void areNotAllThatIsInTheirParents(String path) {
            assertAllowed(POLICY, path);
        }
    }

    @Nested
    class Narrowed {

        @Test
        void toRootsAllowsTheRootsAndWhatIsBelow() {
            MountPolicy policy =
                    builder("/home/me").allowedRoots("/data", "/srv/x/").build();

            assertAllowed(policy, "/data");
            assertAllowed(policy, "/data/deep/er");
            assertAllowed(policy, "/srv/x/y");
            assertRefused(policy, "/srv", "allowed roots", "it is not inside '/data', '/srv/x'");
            assertRefused(policy, "/data2", "allowed roots", "it is not inside");
        }

        @Test
        void toRootsKeepsTheOtherRules() {
            MountPolicy policy = builder("/home/me").allowedRoots("/", "/etc").build();

            assertAllowed(policy, "/data");
            assertRefused(policy, "/etc/ssl", "system directory", "it is inside '/etc'");
        }

        @Test
        void toNoRootsAllowsNothing() {
            assertRefused(builder("/home/me").allowedRoots().build(), "/data", "allowed roots", "no host path");
            assertRefused(
                    builder("/home/me").allowedRoots(List.of()).build(), "/data", "allowed roots", "no host path");
        }

        @Test
        void byMorePathsRefusesThemBelowAndAbove() {
            MountPolicy policy = builder("/home/me").alsoRefuse("/data/secret").build();

            assertRefused(policy, "/data/secret", "refused by the application", "it is");
            assertRefused(policy, "/data/secret/x", "refused by the application", "it is inside");
            assertRefused(policy, "/data", "refused by the application", "it contains");
            assertAllowed(policy, "/data/other");
        }

        @Test
        void toReadingForcesReadOnlyAndThenAllowsPrograms() {
            MountPolicy policy = builder("/home/me").forceReadOnly().build();

            assertThat(decide(policy, "/data", MountAccess.READ_WRITE)).isEqualTo(MountDecision.allowedReadOnly());
            assertThat(decide(policy, "/usr/bin", MountAccess.READ_WRITE)).isEqualTo(MountDecision.allowedReadOnly());
            assertRefused(policy, "/etc", "system directory", "it is '/etc'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "data", "/data/.."})
        void byUnusablePathsIsRefusedAtOnce(String path) {
            assertThatIllegalArgumentException().isThrownBy(() -> builder("/h").allowedRoots(path));
            assertThatIllegalArgumentException().isThrownBy(() -> builder("/h").alsoRefuse(path));
            assertThatIllegalArgumentException().isThrownBy(() -> builder("/h").homes(path));
            assertThatIllegalArgumentException().isThrownBy(() -> builder("/h").engineSocket(Path.of(path)));
        }
    }

    @Nested
    class Replaced {
        private final MountPolicy everything = request -> MountDecision.allowed();

        @Test
        void byALambdaDecidesAlone() {
            assertAllowed(everything, "/etc");
        }

        @Test
        void canStillBeToldToRefuse() {
            MountPolicy guarded = everything.refusing("engine socket", List.of(Path.of("/srv/e/d.sock")));

            assertRefused(guarded, "/srv/e/d.sock", "engine socket", "it is");
            assertRefused(guarded, "/", "engine socket", "it contains");
            assertAllowed(guarded, "/etc");
        }
    }

    @Test
    void tellsInItsTextWhatItRefusesAndWhatToDo() {
        assertThat(decide(POLICY, "/home/me", MountAccess.READ_WRITE))
                .hasToString("refused (home directory): it is '/home/me'."
                        + " Mount the folder inside it that the sandbox needs, such as a project or a cache");
        assertThat(MountDecision.allowed()).hasToString("allowed");
        assertThat(MountDecision.allowedReadOnly()).hasToString("allowed, read-only");
        assertThat(POLICY).hasToString("MountPolicy[allowedRoots=all that is not refused, forceReadOnly=false]");
    }

    @Test
    void ofThisMachineRefusesItsOwnHome() {
        String home = System.getProperty("user.home");

        assertThat(MountPolicy.defaults().explain(home)).contains("refused (");
        assertThat(MountPolicy.defaults().explain("/etc")).contains("refused (system directory)");
    }

    @Test
    void holdsForRandomPaths() {
        Random random = new Random(20261123);
        String[] words = {"a", ".ssh", "etc", "home", "me", "run", "日本", "x y", ".config", "gcloud", "lib", "docker"};
        for (int i = 0; i < 20_000; i++) {
            Path path = Path.of("/"
                    + IntStream.range(0, 1 + random.nextInt(5))
                            .mapToObj(n -> words[random.nextInt(words.length)])
                            .collect(Collectors.joining("/")));
            boolean refused = isRefused(path);

            if (path.startsWith("/etc") || path.startsWith("/run") || path.startsWith("/home/me/.ssh")) {
                assertThat(refused).as("%s", path).isTrue();
            }
            if (path.startsWith("/a") || path.startsWith("/home/me/a")) {
                assertThat(refused).as("%s", path).isFalse();
            }
            if (isRefused(path.resolve("b"))) {
                assertThat(refused).as("what is below %s is refused", path).isTrue();
            }
        }
    }

    static Stream<String> systemDirectories() {
        return Stream.of(
                "/etc",
                "/proc",
                "/sys",
                "/dev",
                "/boot",
                "/run",
                "/root",
                "/var/run",
                "/var/lib/docker",
                "/var/lib/containerd",
                "/var/lib/containers",
                "/var/lib/kubelet",
                "/var/spool/cron");
    }

    private static boolean isRefused(Path path) {
        return decide(POLICY, path.toString(), MountAccess.READ_WRITE) instanceof MountDecision.Refused;
    }

    private static MountPolicyBuilder builder(String callerHome) {
        return new MountPolicyBuilder(HostFacts.of(callerHome));
    }

    private static MountDecision decide(MountPolicy policy, String path, MountAccess access) {
        return policy.decide(new MountRequest(Path.of(path), Path.of(path), access));
    }

    private static void assertAllowed(MountPolicy policy, String path) {
        assertThat(decide(policy, path, MountAccess.READ_WRITE)).isEqualTo(MountDecision.allowed());
    }

    private static void assertRefused(MountPolicy policy, String path, String rule, String reason) {
        assertThat(decide(policy, path, MountAccess.READ_WRITE))
                .isInstanceOfSatisfying(MountDecision.Refused.class, refused -> {
                    assertThat(refused.rule()).isEqualTo(rule);
                    assertThat(refused.reason()).contains(reason);
                    assertThat(refused.advice()).isNotBlank();
                });
    }
}
