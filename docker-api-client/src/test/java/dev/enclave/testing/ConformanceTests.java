package dev.enclave.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.testing.ConformanceRecorder.ConformanceTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

/** The conformance tests and the page about engines keep up with the client's operations. */
@Tag("C7")
class ConformanceTests {

    private static final String BEGIN = "<!-- operations: begin, written by ./enclave test --engine all -->\n";
    private static final String END = "<!-- operations: end -->";
    private static final List<String> ENGINES =
            List.of("docker-20.10", "docker-28.5", "docker-28.5-min144", "podman-4.3");

    @Test
    void testEveryOperationOfTheClientAndNoOther() throws IOException {
        Set<String> tested = conformanceTests().stream()
                .flatMap(test -> test.operations().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(tested).isEqualTo(ClientOperations.names());
    }

    @Test
    void areWhatTheKnownDifferencesAreOf() throws IOException {
        assertThat(conformanceTests().stream().map(ConformanceTest::name))
                .containsAll(
                        KnownDifferences.ALL.stream().map(KnownDifference::test).toList());
    }

    @Test
    void areTheTableOfThePageAboutEngines() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "engines.md"));

        assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)))
                .isEqualTo(table());
        assertThat(page)
                .contains(
                        KnownDifferences.ALL.stream().map(KnownDifference::what).toList());
    }

    private static String table() throws IOException {
        List<ConformanceTest> tests = conformanceTests();
        StringBuilder table = new StringBuilder("| operation | " + String.join(" | ", ENGINES) + " |\n| --- |"
                + " --- |".repeat(ENGINES.size()) + "\n");
        for (String operation : ClientOperations.names()) {
            List<ConformanceTest> ofIt = tests.stream()
                    .filter(test -> test.operations().contains(operation))
                    .toList();
            table.append("| ").append(operation);
            ENGINES.forEach(engine -> table.append(" | ").append(cell(engine, ofIt)));
            table.append(" |\n");
        }
        return table.toString();
    }

    private static String cell(String engine, List<ConformanceTest> tests) {
        return ConformanceResults.cell(tests.stream()
                .map(test -> KnownDifferences.of(engine, test)
                        .map(KnownDifference::outcome)
                        .orElse(ConformanceResults.OK))
                .collect(Collectors.toSet()));
    }

    private static List<ConformanceTest> conformanceTests() throws IOException {
        Path root = Path.of("target", "test-classes");
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.matches(".*IT(\\$\\w+)?\\.class") && !name.contains("Untidy"))
                    .map(name -> name.replaceFirst("\\.class$", "").replace('/', '.'))
                    .flatMap(ConformanceTests::testsOf)
                    .toList();
        }
    }

    private static Stream<ConformanceTest> testsOf(String className) {
        try {
            return Arrays.stream(Class.forName(className, false, ConformanceTests.class.getClassLoader())
                            .getDeclaredMethods())
                    .filter(ConformanceTests::isTest)
                    .map(ConformanceTest::of)
                    .filter(test -> !test.operations().isEmpty());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isTest(Method method) {
        return AnnotationSupport.isAnnotated(method, Test.class);
    }
}
