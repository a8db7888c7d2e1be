package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Builds the agent and its C tests with sanitizers, when they are not newer than their sources already. */
final class AgentBuild {

    static final Path CHECKS = Path.of("src/test/agent").toAbsolutePath();
    private static final Path SOURCES = Path.of("src/main/agent").toAbsolutePath();
    private static final Path BUILT = Path.of("target/agent-checks").toAbsolutePath();
    private static final boolean IN_CI = "true".equals(System.getenv("CI"));
    private static final String REPORTS = "sanitizer-report";

    private AgentBuild() {}

    /** What a process said, and its exit code. */
    record Said(int code, String text) {}

    /** Gives the binary: "agent", "tests" or "fuzz"; where there is no gcc with sanitizers see {@link #skipUnless}. */
    static synchronized Path binary(String what) throws IOException, InterruptedException {
        needsCompiler();
        Files.createDirectories(BUILT);
        Path binary = BUILT.resolve(what);
        if (!Files.exists(binary) || Files.getLastModifiedTime(binary).compareTo(newestSource()) < 0) {
            Path part = BUILT.resolve(what + ".part");
            Said said = run(CHECKS.resolve("check.sh").toString(), what, part.toString());
            assertThat(said.code()).as(said.text()).isZero();
            Files.move(part, binary, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        return binary;
    }

    static void needsCompiler() throws IOException, InterruptedException {
        Files.createDirectories(BUILT);
        Path probe = Files.writeString(BUILT.resolve("probe.c"), "int main(void) { return 0; }\n");
        boolean works;
        try {
            works = run(
                                    "gcc",
                                    "-fsanitize=address,undefined",
                                    probe.toString(),
                                    "-o",
                                    BUILT.resolve("probe").toString())
                            .code()
                    == 0;
        } catch (IOException e) {
            works = false;
        }
        skipUnless(works, "no gcc with sanitizers here (Debian: apt-get install gcc libc6-dev)");
    }

    /** Skips a test with a reason that is seen in the output of the build. In CI it fails: nobody would miss what is skipped there. */
    static void skipUnless(boolean possible, String reason) {
        assertThat(possible || !IN_CI).as("CI cannot test the agent: " + reason).isTrue();
        if (!possible) {
            System.err.println("SKIPPED, a test of the agent: " + reason);
        }
        assumeTrue(possible, reason);
    }

    /** Runs a process to its end, its output and errors in one. */
    static Said run(String... command) throws IOException, InterruptedException {
        Process process = builder(List.of(command)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
        return new Said(process.exitValue(), said);
    }

    /** A process whose sanitizers report to files, as its supervisors have no standard error. */
    static ProcessBuilder builder(List<String> command) throws IOException {
        Files.createDirectories(BUILT);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("ASAN_OPTIONS", "log_path=" + BUILT.resolve(REPORTS));
        builder.environment().put("UBSAN_OPTIONS", "print_stacktrace=1:log_path=" + BUILT.resolve(REPORTS));
        return builder;
    }

    /** Takes the reports that the sanitizers have written. */
    static List<String> reports() throws IOException {
        if (!Files.exists(BUILT)) {
            return List.of();
        }
        List<String> reports = new ArrayList<>();
        try (Stream<Path> files = Files.list(BUILT)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(REPORTS))
                    .toList()) {
                reports.add(Files.readString(file));
                Files.delete(file);
            }
        }
        return reports;
    }

    private static FileTime newestSource() throws IOException {
        FileTime newest = FileTime.fromMillis(0);
        for (Path folder : List.of(SOURCES, CHECKS)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    FileTime time = Files.getLastModifiedTime(file);
                    newest = time.compareTo(newest) > 0 ? time : newest;
                }
            }
        }
        return newest;
    }
}
