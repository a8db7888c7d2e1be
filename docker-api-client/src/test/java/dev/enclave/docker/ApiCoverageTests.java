package dev.enclave.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks {@code docs/api-coverage.md}, which says what of the Engine API the client has, against the client. */
class ApiCoverageTests {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z]+ /[^`]*)`[^|]* \\| (.*) \\|$");
    private static final Pattern METHOD = Pattern.compile("`(\\w+\\(\\)\\.\\w+)`");
    private static final Pattern REQUEST =
            Pattern.compile("ApiRequest\\s*\\.(get|head|post|put|delete)\\(\\s*\"([^\"]+)\"");

    private static final Path ROOT = root();

    private record Row(String operation, String here) {
        boolean isCovered() {
            return !here.startsWith("not here: ");
        }
    }

    @Test
    void thePageNamesEachMethodOfTheClientAndNoOther() {
        Set<String> named = rows().filter(Row::isCovered)
                .flatMap(row -> METHOD.matcher(row.here()).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isEqualTo(methods()).hasSizeGreaterThan(50);
    }

    @Test
    void thePageNamesEachRequestThatIsSentAndNoOther() {
        Set<String> covered = rows().filter(Row::isCovered)
                .map(row -> row.operation().replaceAll("\\{\\w+}", "{}"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(covered).isEqualTo(requests());
    }

    @Test
    void thePageHasEveryOperationOnceAndAReasonForEachThatIsLeftOut() {
        assertThat(rows().map(Row::operation)).doesNotHaveDuplicates().hasSizeGreaterThan(100);
        assertThat(rows().filter(row -> !row.isCovered()))
                .allSatisfy(row -> assertThat(row.here()).hasSizeGreaterThan("not here: ".length()));
    }

    private static Stream<Row> rows() {
        return ROW.matcher(read(ROOT.resolve("docs/api-coverage.md")))
                .results()
                .map(found -> new Row(found.group(1), found.group(2)));
    }

    /** {@code containers().list} and the like: the methods of whatever operations the client gives. */
    private static Set<String> methods() {
        return Arrays.stream(DockerClient.class.getMethods())
                .filter(accessor -> accessor.getReturnType().getSimpleName().endsWith("Operations"))
                .flatMap(ApiCoverageTests::methodsBehind)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> methodsBehind(Method accessor) {
        return Arrays.stream(accessor.getReturnType().getMethods())
                .map(method -> accessor.getName() + "()." + method.getName());
    }

    /** The requests in the sources of the operations. */
    private static Set<String> requests() {
        Path sources = ROOT.resolve("docker-api-client/src/main/java/dev/enclave/docker/internal/operations");
        try (Stream<Path> files = Files.list(sources)) {
            return files.map(ApiCoverageTests::read)
                    .flatMap(source -> REQUEST.matcher(source).results())
                    .map(found -> found.group(1).toUpperCase(Locale.ROOT) + " " + found.group(2))
                    .collect(Collectors.toCollection(TreeSet::new));
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

    /** The directory above the module, from wherever the tests are run. */
    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(directory -> Files.exists(directory.resolve("docs/api-coverage.md")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "docs/api-coverage.md is nowhere above " + Path.of("").toAbsolutePath()));
    }
}
