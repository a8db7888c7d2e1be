package dev.enclave.engine.mount;

import static java.nio.file.Files.createDirectories;
import static java.nio.file.Files.createDirectory;
import static java.nio.file.Files.createFile;
import static java.nio.file.Files.createSymbolicLink;
import static java.nio.file.Files.delete;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What links do to the rules, as {@link MountPolicy#explain} tells it. */
class MountPolicyLinksTests {
    private Path folder = Path.of("/");

    @BeforeEach
    void resolve(@TempDir Path temporary) throws IOException {
        folder = temporary.toRealPath();
    }

    @Test
    void aLinkIsJudgedByWhatItLeadsTo() throws IOException {
        Path link = createSymbolicLink(folder.resolve("harmless"), Path.of("/etc"));

        assertThat(builder().build().explain(link.toString()))
                .startsWith("'" + link + "': refused (system directory): it leads to '")
                .contains("etc', and it is '")
                .contains(". Mount a directory");
        delete(link);
    }

    @Test
    void aLinkToAFileIsJudgedByTheFile() throws IOException {
        Path secret = createFile(createDirectory(folder.resolve("secret")).resolve("key"));
        Path link = createSymbolicLink(folder.resolve("link"), secret);

        assertThat(refusingSecret().explain(link.toString()))
                .contains("it leads to '" + secret + "', and it is inside '" + secret.getParent() + "'");
    }

    @Test
    void aChainOfLinksIsFollowedToItsEnd() throws IOException {
        Path secret = createDirectory(folder.resolve("secret"));
        createSymbolicLink(folder.resolve("three"), secret);
        createSymbolicLink(folder.resolve("two"), Path.of("three"));
        Path one = createSymbolicLink(folder.resolve("one"), folder.resolve("two"));

        assertThat(refusingSecret().explain(one.toString())).contains("it leads to '" + secret + "', and it is");
    }

    @Test
    void aLinkOnTheWayIsFollowed() throws IOException {
        createDirectories(folder.resolve("secret/deep"));
        createDirectory(folder.resolve("way"));
        createSymbolicLink(folder.resolve("way/in"), Path.of("../secret"));

        assertThat(refusingSecret().explain(folder + "/way/in/deep"))
                .contains("refused (")
                .contains("it is inside");
    }

    @Test
    void aMissingPathBehindALinkIsJudgedByWhereItWouldBe() throws IOException {
        createDirectory(folder.resolve("secret"));
        createSymbolicLink(folder.resolve("way"), folder.resolve("secret"));

        assertThat(refusingSecret().explain(folder + "/way/not/yet"))
                .contains("it leads to '" + folder + "/secret/not/yet', and it is inside '" + folder + "/secret'");
    }

    @Test
    void theNameOfALinkCountsAsWell() throws IOException {
        createDirectory(folder.resolve("elsewhere"));
        createSymbolicLink(folder.resolve("secret"), folder.resolve("elsewhere"));

        assertThat(refusingSecret().explain(folder + "/secret"))
                .contains("refused (")
                .contains("it is '");
    }

    @Test
    void whatARefusedLinkLeadsToIsRefusedUnderItsOwnName() throws IOException {
        createDirectory(folder.resolve("elsewhere"));
        createSymbolicLink(folder.resolve("secret"), folder.resolve("elsewhere"));

        assertThat(refusingSecret().explain(folder + "/elsewhere/x"))
                .contains("it is inside '" + folder + "/elsewhere'");
    }

    @Test
    void aCredentialFolderThatIsALinkIsRefusedUnderItsOwnName() throws IOException {
        Path home = createDirectories(folder.resolve("home/me"));
        Path keys = createDirectory(folder.resolve("keys"));
        createSymbolicLink(home.resolve(".ssh"), keys);
        MountPolicy policy = new MountPolicyBuilder(HostFacts.of(home.toString())).build();

        assertThat(policy.explain(keys.toString())).contains("refused (credentials): it is '" + keys + "'");
    }

    @Test
    void aHomeThatIsALinkIsRefusedUnderBothNames() throws IOException {
        Path real = createDirectories(folder.resolve("disk/me"));
        Path home = createSymbolicLink(folder.resolve("me"), real);
        MountPolicy policy = new MountPolicyBuilder(HostFacts.of(home.toString())).build();

        assertThat(policy.explain(home.toString())).contains("refused (home directory): it is '" + home + "'");
        assertThat(policy.explain(real.toString())).contains("refused (home directory): it is '" + real + "'");
        assertThat(policy.explain(real + "/.ssh")).contains("refused (credentials)");
    }

    @Test
    void aLinkCannotLeadOutOfAnAllowedRoot() throws IOException {
        Path root = createDirectory(folder.resolve("root"));
        Path outside = createDirectory(folder.resolve("outside"));
        createSymbolicLink(root.resolve("link"), outside);
        MountPolicy policy = builder().allowedRoots(root.toString()).build();

        assertThat(policy.explain(root + "/link"))
                .contains(
                        "refused (allowed roots): it leads to '" + outside + "', and it is not inside '" + root + "'");
    }

    @Test
    void aLinkMayLeadIntoAnAllowedRootAndARootMayBeALink() throws IOException {
        Path disk = createDirectory(folder.resolve("disk"));
        Path root = createSymbolicLink(folder.resolve("root"), disk);
        Path shortcut = createSymbolicLink(folder.resolve("shortcut"), root);
        MountPolicy policy = builder().allowedRoots(root.toString()).build();

        assertThat(policy.explain(shortcut.toString())).isEqualTo("'" + shortcut + "': allowed");
        assertThat(policy.explain(disk.toString())).isEqualTo("'" + disk + "': allowed");
    }

    @Test
    void explainsWhatWouldFailAlthoughItIsAllowed() throws IOException {
        Path file = createFile(folder.resolve("file"));
        Path dangling = createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        MountPolicy policy = builder().build();

        assertThat(policy.explain(file.toString())).isEqualTo("'" + file + "': allowed");
        assertThat(policy.explain(folder + "/none")).endsWith("': allowed, but it does not exist");
        assertThat(policy.explain(file + "/x")).endsWith("a file is where a directory is needed");
        assertThat(policy.explain(dangling.toString())).contains("allowed, but a symbolic link in it leads nowhere");
    }

    @Test
    void explainsWhatMayOnlyBeRead() {
        assertThat(builder().build().explain("/usr/local/bin/"))
                .startsWith("'/usr/local/bin/': allowed if read-only")
                .contains("; read-write is refused (host programs)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "", "~/.ssh", "../x", "/a/../b", "/a\0b"})
    void explainsWhatIsNoUsablePath(String path) {
        assertThat(builder().build().explain(path)).contains(": refused (unusable path): host path ");
    }

    @Test
    void explainsAnyTextOnOneLine() {
        Random random = new Random(20261123);
        MountPolicy policy = builder().build();
        for (int i = 0; i < 500; i++) {
            String text = random.ints(random.nextInt(12), 0, 0x300)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThat(policy.explain("/" + text)).doesNotContainPattern("\\p{Cntrl}");
            assertThat(policy.explain(text)).doesNotContainPattern("\\p{Cntrl}");
        }
    }

    private MountPolicy refusingSecret() {
        return builder().alsoRefuse(folder + "/secret").build();
    }

    private static MountPolicyBuilder builder() {
        return new MountPolicyBuilder(HostFacts.of("/home/me"));
    }
}
