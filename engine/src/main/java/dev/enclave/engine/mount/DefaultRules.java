package dev.enclave.engine.mount;

import dev.enclave.engine.mount.PathRule.Reach;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the default policy refuses. {@code docs/decisions/0004-mount-policy.md} holds the same as a table, with the
 * reasons.
 */
final class DefaultRules {
    private static final Path ROOT_HOME = Path.of("/root");

    /** Refused as parts of {@code /run} anyway; named so that the refusal says what they are. */
    private static final List<Path> USUAL_SOCKETS = paths(
            "/var/run/docker.sock",
            "/run/docker.sock",
            "/var/run/podman/podman.sock",
            "/run/podman/podman.sock",
            "/run/containerd/containerd.sock");

    /** Configuration, kernel and device files, run-time state, boot files, the engines' data, and root's cron jobs. */
    private static final List<Path> SYSTEM = paths(
            "/etc",
            "/proc",
            "/sys",
            "/dev",
            "/boot",
            "/run",
            "/var/run",
            "/var/lib/docker",
            "/var/lib/containerd",
            "/var/lib/containers",
            "/var/lib/kubelet",
            "/var/spool/cron");

    /** Programs that the host runs: to share them is fine, to change them is to own the host. */
    private static final List<Path> PROGRAMS = paths(
            "/bin",
            "/sbin",
            "/lib",
            "/lib32",
            "/lib64",
            "/libx32",
            "/usr/bin",
            "/usr/sbin",
            "/usr/lib",
            "/usr/lib32",
            "/usr/lib64",
            "/usr/libx32",
            "/usr/libexec",
            "/usr/local/bin",
            "/usr/local/sbin",
            "/usr/local/lib");

    /** Keys, tokens and passwords, and what engines keep in homes; relative to a home. */
    private static final List<String> PRIVATE = List.of(
            ".ssh",
            ".gnupg",
            ".password-store",
            ".local/share/keyrings",
            ".local/share/kwalletd",
            "Library/Keychains",
            ".aws",
            ".azure",
            ".config/gcloud",
            ".boto",
            ".s3cfg",
            ".oci",
            ".config/doctl",
            ".config/rclone",
            ".terraform.d",
            ".vault-token",
            ".kube",
            ".docker",
            ".config/containers",
            ".local/share/docker",
            ".local/share/containers",
            ".colima",
            ".lima",
            ".orbstack",
            ".rd",
            ".netrc",
            ".git-credentials",
            ".config/git/credentials",
            ".config/gh",
            ".config/hub",
            ".config/glab-cli",
            ".npmrc",
            ".yarnrc.yml",
            ".pypirc",
            ".m2/settings.xml",
            ".m2/settings-security.xml",
            ".gradle/gradle.properties",
            ".cargo/credentials",
            ".cargo/credentials.toml",
            ".gem/credentials",
            ".pgpass",
            ".my.cnf",
            ".mozilla",
            ".config/google-chrome",
            ".config/chromium");

    private DefaultRules() {}

    /** {@return the rules for this machine, in the order in which they are asked} Blocks on the file system. */
    static List<HostRule> of(HostFacts facts, List<Path> moreHomes) {
        List<Path> homes =
                Stream.concat(facts.callerHomes().stream(), moreHomes.stream()).toList();
        List<HostRule> rules = new ArrayList<>();
        rules.add(socketRule(USUAL_SOCKETS, Reach.ITSELF));
        rules.add(systemRule(facts).resolvingLinks());
        rules.add(homeRule(facts.homeParents()).resolvingLinks());
        homes.forEach(home -> ofHome(home).forEach(rule -> rules.add(rule.resolvingLinks())));
        rules.add(new HomesRule(facts.homeParents()).resolvingLinks());
        rules.add(programsRule().resolvingLinks());
        return List.copyOf(rules);
    }

    /** {@return the rules about one home, links not resolved} */
    static List<PathRule> ofHome(Path home) {
        return List.of(homeRule(List.of(home)), privateFoldersRule(home));
    }

    /** {@return the rule about sockets of container engines, links not resolved} */
    static PathRule socketRule(List<Path> sockets, Reach reach) {
        return new PathRule(
                "engine socket",
                sockets,
                reach,
                "Whoever can talk to the engine owns the host: run what has to outside the sandbox");
    }

    /** {@return a rule of the application or the engine against paths of its own, links not resolved} */
    static PathRule refusing(String name, List<Path> paths) {
        return new PathRule(
                name,
                paths,
                Reach.BOTH_WAYS,
                "Mount another directory, or change the policy of the engine, which refuses this one");
    }

    /** Below {@code /root} all is refused unless it is the caller's own home, as it often is in a container. */
    private static PathRule systemRule(HostFacts facts) {
        Stream<Path> rootHome = facts.callerHomes().contains(ROOT_HOME) ? Stream.empty() : Stream.of(ROOT_HOME);
        return new PathRule(
                "system directory",
                Stream.concat(SYSTEM.stream(), rootHome).toList(),
                Reach.BOTH_WAYS,
                "Mount a directory that holds only what the sandbox needs, such as one of the application's own,"
                        + " or give the engine a MountPolicy of your own that allows this one");
    }

    private static PathRule programsRule() {
        return new PathRule(
                "host programs",
                PROGRAMS,
                Reach.BOTH_WAYS_TO_WRITE,
                "Mount it readOnly(), or mount a directory that holds only what the sandbox needs");
    }

    private static PathRule homeRule(List<Path> homes) {
        return new PathRule(
                "home directory",
                homes,
                Reach.UPWARDS,
                "Mount the folder inside it that the sandbox needs, such as a project or a cache");
    }

    private static PathRule privateFoldersRule(Path home) {
        return new PathRule(
                "credentials",
                PRIVATE.stream().map(home::resolve).toList(),
                Reach.BOTH_WAYS,
                "Mount a deeper folder that holds no secrets, or copy what the sandbox needs into a directory of its own");
    }

    private static List<Path> paths(String... paths) {
        return Stream.of(paths).map(Path::of).toList();
    }
}
