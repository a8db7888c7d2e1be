package dev.enclave.testing;

import dev.enclave.testing.ConformanceRecorder.ConformanceTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** How the operations did on one engine; {@code target/conformance/ENGINE.tsv} in the end, a line for each operation. */
final class ConformanceResults implements AutoCloseable {

    static final String OK = "ok";
    static final String FAILED = "FAILED";

    private final String engine;
    private final Map<String, Set<String>> outcomes = new ConcurrentSkipListMap<>();

    ConformanceResults(String engine) {
        this.engine = engine;
    }

    String engine() {
        return engine;
    }

    synchronized void add(ConformanceTest test, String outcome) {
        test.operations()
                .forEach(operation -> outcomes.computeIfAbsent(operation, key -> new TreeSet<>())
                        .add(outcome));
    }

    /** Sums up how the tests of an operation ended: a failure hides the rest, and "ok" comes first. */
    static String cell(Set<String> outcomes) {
        return outcomes.contains(FAILED)
                ? FAILED
                : outcomes.stream()
                        .sorted(Comparator.comparing((String outcome) -> !outcome.equals(OK))
                                .thenComparing(outcome -> outcome))
                        .collect(Collectors.joining("; "));
    }

    @Override
    public synchronized void close() {
        String lines = outcomes.entrySet().stream()
                .map(entry -> entry.getKey() + "\t" + cell(entry.getValue()) + "\n")
                .collect(Collectors.joining());
        try {
            Path file = Path.of("target", "conformance", engine + ".tsv");
            Files.createDirectories(file.getParent());
            Files.writeString(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
