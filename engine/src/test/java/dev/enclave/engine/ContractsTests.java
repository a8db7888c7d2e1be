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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks {@code docs/contracts.md}, which says where each contract is tested, against the tests of all modules. */
class ContractsTests {

    private static final int CONTRACTS = 15;
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"(C\\d+)\"\\)");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## (C\\d+) [^\\n]+\\n(.*?)(?=^## |\\z)");
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*(?:Tests|IT|Contract))`");
    private static final Pattern WAITING = Pattern.compile("(?m)^Waits for issue \\d+: \\S");

    private static final Path ROOT = root();
    private static final Map<String, Set<String>> TAGGED = tagged();
    private static final Map<String, String> PAGE = page();

    static List<String> contracts() {
        return IntStream.rangeClosed(1, CONTRACTS)
                .mapToObj(number -> "C" + number)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void eachContractIsNamedByATestOrWaitsForOne(String contract) {
        boolean waits = WAITING.matcher(PAGE.getOrDefault(contract, "")).find();

        assertThat(waits || TAGGED.containsKey(contract))
                .as("%s has a test with its @Tag, or docs/contracts.md says what it waits for", contract)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void thePageNamesTestsThatExistAndNameTheContract(String contract) {
        assertThat(PAGE).containsKey(contract);
        Set<String> named = new TreeSet<>(CLASS.matcher(PAGE.get(contract))
                .results()
                .map(found -> found.group(1))
                .toList());

        assertThat(TAGGED.getOrDefault(contract, Set.of()))
                .as("test classes with @Tag(\"%s\")", contract)
                .containsAll(named);
        assertThat(named.isEmpty() && TAGGED.containsKey(contract))
                .as("%s has tests, and the page names none of them", contract)
                .isFalse();
    }

    @Test
    void noTestOrSectionNamesAContractThatDoesNotExist() {
        assertThat(contracts()).containsAll(TAGGED.keySet()).containsAll(PAGE.keySet());
    }

    /** The directory above the module, from wherever the tests are run. */
    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(directory -> Files.exists(directory.resolve("docs/contracts.md")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "there is no docs/contracts.md above " + Path.of("").toAbsolutePath()));
    }

    private static Map<String, Set<String>> tagged() {
        Map<String, Set<String>> classes = new TreeMap<>();
        Stream.of("docker-api-client", "engine", "examples")
                .map(module -> ROOT.resolve(module).resolve("src/test/java"))
                .filter(Files::isDirectory)
                .map(ContractsTests::javaFiles)
                .flatMap(Collection::stream)
                .forEach(file -> TAG.matcher(read(file))
                        .results()
                        .map(found -> found.group(1))
                        .forEach(contract -> classes.computeIfAbsent(contract, key -> new TreeSet<>())
                                .add(className(file))));
        return classes;
    }

    private static Map<String, String> page() {
        Map<String, String> sections = new TreeMap<>();
        SECTION.matcher(read(ROOT.resolve("docs/contracts.md")))
                .results()
                .forEach((MatchResult found) -> sections.put(found.group(1), found.group(2)));
        return sections;
    }

    private static List<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String className(Path file) {
        return file.getFileName().toString().replaceFirst("\\.java$", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
