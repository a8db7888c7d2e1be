package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the agent as Maven does. */
class AgentReproducibleTests {

    private static final Path SOURCES = Path.of("src/main/agent").toAbsolutePath();
    private static final Path EMULATOR = Path.of("/usr/bin/qemu-aarch64-static");
    private static final String NONE = "no-such-compiler";
    private static final String AMD64 = "linux-amd64";
    private static final String ARM64 = "linux-arm64";

    @TempDir
    private Path folder;

    private Path copyOfSources() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("another/place for it"));
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Files.copy(source, elsewhere.resolve(source.getFileName()));
            }
        }
        return elsewhere;
    }

    @Test
    void givesTheSameBytesInEveryFolder() throws Exception {
        String said = build(SOURCES, folder.resolve("first"), "auto", NONE);
        build(copyOfSources(), folder.resolve("second"), "auto", NONE);

        Path built = agent("first", AMD64);
        assertThat(Files.exists(built)).as(said).isNotEqualTo(said.contains("NO AGENT"));
        if (Files.exists(built)) {
            assertThat(agent("second", AMD64)).hasSameBinaryContentAs(built);
        }
    }

    @Test
    void givesTheSameBytesForArm64WhereACompilerIsAndTheyStart() throws Exception {
        String said = build(SOURCES, folder.resolve("first"), NONE, "auto");
        build(copyOfSources(), folder.resolve("second"), NONE, "auto");

        Path built = agent("first", ARM64);
        assertThat(Files.exists(built)).as(said).isNotEqualTo(said.contains("No agent for arm64"));
        if (Files.exists(built)) {
            assertThat(agent("second", ARM64)).hasSameBinaryContentAs(built);
            byte[] machine = Arrays.copyOfRange(Files.readAllBytes(built), 18, 20);
            assertThat(machine).containsExactly(0xb7, 0x00);
            if (Files.isExecutable(EMULATOR)) {
                AgentBuild.Said started = AgentBuild.run(EMULATOR.toString(), built.toString());
                assertThat(started.code()).isEqualTo(2);
                assertThat(started.text()).startsWith("usage: agent run");
            }
        }
    }

    @Test
    void goesOnWithoutACompilerAndSaysWhatToInstall() throws Exception {
        String said = build(SOURCES, folder.resolve("none"), NONE, NONE);

        assertThat(said)
                .contains("NO AGENT")
                .contains("apt-get install musl-tools")
                .contains("No agent for arm64");
        assertThat(agent("none", AMD64)).doesNotExist();
        assertThat(agent("none", ARM64)).doesNotExist();
    }

    private Path agent(String output, String machine) {
        return folder.resolve(output).resolve(machine).resolve("agent");
    }

    private static String build(Path sources, Path output, String compiler, String arm64)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        List.of("sh", sources.resolve("build.sh").toString(), output.toString(), compiler, arm64))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
