package dev.enclave.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows is what the build compiles. */
class ReadmeTests {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SOURCES = ROOT.resolve("examples/src/main/java/dev/enclave/examples");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

    private final String readme = read(ROOT.resolve("README.md"));

    @ParameterizedTest
    @ValueSource(strings = {"ReadmeProgram", "ReadmeProcesses", "ReadmeDockerClient", "ReadmeDirectories"})
    void holdsTheSourceOfItsPrograms(String program) {
        String source = read(SOURCES.resolve(program + ".java"));

        assertThat(readme).contains("```java\n" + source + "```\n");
    }

    @Test
    void showsAProgramOfTwentyFiveLines() {
        assertThat(read(SOURCES.resolve("ReadmeProgram.java")).lines()).hasSizeLessThanOrEqualTo(25);
    }

    /** Pull, create, start, logs, remove: the method, without the class around it and what an editor adds. */
    @Test
    void showsAProgramOfFifteenLinesForTheClient() {
        assertThat(read(SOURCES.resolve("ReadmeDockerClient.java"))
                        .lines()
                        .dropWhile(line -> !line.contains("main("))
                        .takeWhile(line -> !line.equals("}")))
                .hasSizeBetween(5, 15);
    }

    @Test
    void listsEachExampleWithItsArgumentsAndDescription() {
        assertThat(Examples.ALL)
                .allSatisfy(example -> assertThat(readme)
                        .contains("| `" + (example.name() + " " + example.arguments()).strip() + "` | "
                                + example.description() + " |"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "CONTRIBUTING.md", "docs/architecture.md"})
    void leadsSomewhereWithEachLink(String page) {
        Path file = ROOT.resolve(page);
        List<String> links = LINK.matcher(read(file))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();

        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(file.resolveSibling(link)).exists());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
