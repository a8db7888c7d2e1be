package dev.enclave.docker;

import dev.enclave.docker.transport.ApiVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Docker's public reference of the Engine API, and what we have of it: three tables among the tests' resources, which name their source. */
final class ApiReference {

    /**
     * An operation of the reference.
     *
     * @param request for example {@code GET /containers/json}
     * @param id the operation's name there
     * @param group what it belongs to there
     * @param since the first version that has it, from 1.41 on
     */
    record Operation(String request, String id, String group, ApiVersion since) {

        private static Operation of(List<String> cells) {
            return new Operation(
                    cells.get(0) + " " + cells.get(1), cells.get(2), cells.get(3), ApiVersion.of(cells.get(4)));
        }
    }

    /**
     * What we have of an operation.
     *
     * @param methods for example {@code containers().list}; none when it is left out
     * @param reason why it is left out; else empty
     */
    record Coverage(List<String> methods, String reason) {

        private static Coverage of(String text) {
            return text.startsWith("- ")
                    ? new Coverage(List.of(), text.substring(2))
                    : new Coverage(List.of(text.split(" ")), "");
        }

        boolean isLeftOut() {
            return methods.isEmpty();
        }
    }

    /**
     * A field of the body that creates a container.
     *
     * @param type where it is, by the reference's name
     * @param name its name
     * @param since the first version that has it, from 1.41 on
     * @param reason why it is left out; else empty
     */
    record Field(String type, String name, ApiVersion since, String reason) {

        private static Field of(List<String> cells) {
            return new Field(
                    cells.get(0), cells.get(1), ApiVersion.of(cells.get(2)), cells.size() > 3 ? cells.get(3) : "");
        }
    }

    /** The newest version that the reference has been read of. */
    static final ApiVersion NEWEST = new ApiVersion(1, 56);

    private ApiReference() {}

    static List<Operation> operations() {
        return rows("engine-api-operations.tsv").map(Operation::of).toList();
    }

    static List<Field> fields() {
        return rows("engine-api-fields.tsv").map(Field::of).toList();
    }

    /** By the operations' names. */
    static Map<String, Coverage> coverage() {
        return rows("engine-api-coverage.tsv")
                .collect(Collectors.toMap(
                        cells -> cells.get(0),
                        cells -> Coverage.of(cells.get(1)),
                        ApiReference::onlyOnce,
                        TreeMap::new));
    }

    private static Coverage onlyOnce(Coverage first, Coverage second) {
        throw new AssertionError("there twice: " + first + " and " + second);
    }

    private static Stream<List<String>> rows(String resource) {
        try (InputStream stream = ApiReference.class.getResourceAsStream("/" + resource)) {
            if (stream == null) {
                throw new AssertionError("not among the tests' resources: " + resource);
            }
            String table = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return table.lines().filter(line -> !line.startsWith("#")).map(line -> List.of(line.split("\t")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
