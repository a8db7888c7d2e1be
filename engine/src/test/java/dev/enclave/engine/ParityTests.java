package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks {@code docs/parity.md} against the tests of all modules. */
class ParityTests {

    private static final Map<String, Integer> BEHAVIOURS = Map.of("M", 9, "S", 12, "T", 6, "N", 4, "R", 3, "P", 5);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([MSTNRP]\\d+) \\|.*\\|([^|]*)\\|$");
    private static final Pattern SHOWN = Pattern.compile("`([A-Z]\\w*(?:Tests|IT|Contract))(?:\\.(\\w+))?`");

    private static final Path ROOT = root();
    private static final Map<String, String> SOURCES = sources();

    private final String page = read(ROOT.resolve("docs/parity.md"));

    @Test
    void hasOneRowForEachBehaviour() {
        List<String> all = BEHAVIOURS.entrySet().stream()
                .flatMap(
                        group -> IntStream.rangeClosed(1, group.getValue()).mapToObj(number -> group.getKey() + number))
                .toList();

        assertThat(rows()).extracting(row -> row.group(1)).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void saysInEachRowWhatShowsItOrThatItIsNotThere() {
        assertThat(rows())
                .allSatisfy(row -> assertThat(row.group(2))
                        .as(row.group(1))
                        .matches(shown ->
                                SHOWN.matcher(shown).find() || shown.strip().matches("not yet|waits for issue \\d")));
    }

    @Test
    void namesTestsThatThereAre() {
        assertThat(SHOWN.matcher(page).results()).isNotEmpty().allSatisfy(named -> {
            String test = named.group(2) == null ? "class " + named.group(1) : "void " + named.group(2) + "(";
            assertThat(SOURCES.getOrDefault(named.group(1), ""))
                    .as(named.group())
                    .contains(test);
        });
    }

    private List<MatchResult> rows() {
        return ROW.matcher(page).results().toList();
    }

    /** The directory above the module, from wherever the tests are run. */
    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(directory -> Files.exists(directory.resolve("docs/parity.md")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no docs/parity.md above the module"));
    }

    /** The test classes of all modules; of two with one name, both sources. */
    private static Map<String, String> sources() {
        Map<String, String> sources = new TreeMap<>();
        Stream.of("docker-api-client", "engine", "examples")
                .map(module -> ROOT.resolve(module).resolve("src/test/java"))
                .map(ParityTests::javaFiles)
                .flatMap(Collection::stream)
                .forEach(file ->
                        sources.merge(file.getFileName().toString().replace(".java", ""), read(file), String::concat));
        return sources;
    }

    private static List<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
