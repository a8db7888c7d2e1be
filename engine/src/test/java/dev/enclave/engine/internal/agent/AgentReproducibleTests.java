package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the agent as Maven does. */
class AgentReproducibleTests {

    private static final Path SOURCES = Path.of("src/main/agent").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void givesTheSameBytesInEveryFolder() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("another/place for it"));
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Files.copy(source, elsewhere.resolve(source.getFileName()));
            }
        }

        String said = build(SOURCES, folder.resolve("first"), "auto");
        build(elsewhere, folder.resolve("second"), "auto");

        Path built = agent("first");
        assertThat(Files.exists(built)).as(said).isNotEqualTo(said.contains("NO AGENT"));
        if (Files.exists(built)) {
            assertThat(agent("second")).hasSameBinaryContentAs(built);
        }
    }

    @Test
    void goesOnWithoutACompilerAndSaysWhatToInstall() throws Exception {
        String said = build(SOURCES, folder.resolve("none"), "no-such-compiler");

        assertThat(said).contains("NO AGENT").contains("apt-get install musl-tools");
        assertThat(agent("none")).doesNotExist();
    }

    private Path agent(String output) {
        return folder.resolve(output).resolve("linux-amd64/agent");
    }

    private static String build(Path sources, Path output, String compiler) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        "sh", sources.resolve("build.sh").toString(), output.toString(), compiler, "no-such-compiler"))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
