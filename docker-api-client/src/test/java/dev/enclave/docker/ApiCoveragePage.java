package dev.enclave.docker;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import dev.enclave.docker.ApiReference.Coverage;
import dev.enclave.docker.ApiReference.Operation;
import dev.enclave.docker.transport.ApiVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes {@code docs/api-coverage.md} of {@link ApiReference}. */
final class ApiCoveragePage {

    private final Map<String, Coverage> coverage = ApiReference.coverage();
    private final List<Operation> operations = ApiReference.operations();

    private ApiCoveragePage() {}

    static String make() {
        ApiCoveragePage page = new ApiCoveragePage();
        return page.head() + page.tables() + page.fields();
    }

    private String head() {
        return """
                # Which of the Engine API's operations the client has

                <!-- Made by ApiCoverageTests of three tables in docker-api-client/src/test/resources: engine-api-operations.tsv and engine-api-fields.tsv
                (Docker's reference) and engine-api-coverage.tsv (ours). Change those, and then:
                mvn -Dquick test -pl docker-api-client -Dtest=ApiCoverageTests -Denclave.test.flags=-Denclave.write-api-coverage=true -->

                All operations of Docker's public API reference, from version %1$s to %3$s. The client speaks %1$s to %2$s: with an engine that has more,
                it speaks %2$s. Checkpoints are missing because they are experimental and not in the reference. `ApiCoverageTests` makes this page. It fails
                when an operation of the reference has neither a method here nor a reason why not, when a method of the client belongs to
                none, and when the requests that are sent are others.

                %4$s
                """.formatted(ApiVersion.MINIMUM, ApiVersion.MAXIMUM, ApiReference.NEWEST, later());
    }

    private String later() {
        String later = operations.stream()
                .filter(operation -> !ApiVersion.MAXIMUM.isAtLeast(operation.since()))
                .map(operation -> "`" + operation.request() + "` (" + operation.since() + ")")
                .collect(joining(", "));
        return "Operations that came after " + ApiVersion.MAXIMUM + ": " + (later.isEmpty() ? "none" : later) + ".";
    }

    private String tables() {
        return operations.stream()
                .collect(groupingBy(Operation::group, LinkedHashMap::new, toList()))
                .entrySet()
                .stream()
                .map(group -> table(group.getKey(), group.getValue()))
                .collect(joining());
    }

    private String table(String title, List<Operation> rows) {
        return "\n## " + title + "\n\n| operation | here |\n| --- | --- |\n"
                + rows.stream().map(this::row).collect(joining());
    }

    private String row(Operation operation) {
        String since = operation.since().equals(ApiVersion.MINIMUM) ? "" : " (from " + operation.since() + " on)";
        return "| `" + operation.request() + "`" + since + " | " + here(operation) + " |\n";
    }

    private String fields() {
        return """

                ## Fields of a new container that are left out

                Of its configuration, its host's, its health check and its mounts. Those that came after an engine's version are refused ([engines.md](engines.md)).

                | field | why |
                | --- | --- |
                """
                + ApiReference.fields().stream()
                        .filter(field -> !field.reason().isEmpty())
                        .map(field -> "| `" + field.type() + "." + field.name() + "` | " + field.reason() + " |\n")
                        .collect(joining());
    }

    private String here(Operation operation) {
        Coverage ours = coverage.getOrDefault(operation.id(), new Coverage(List.of(), "?"));
        return ours.isLeftOut()
                ? "not here: " + ours.reason()
                : ours.methods().stream().map(method -> "`" + method + "`").collect(joining(", "));
    }
}
