package dev.enclave.benchmarks.report;

import dev.enclave.benchmarks.result.Results;
import dev.enclave.benchmarks.result.Row;
import dev.enclave.benchmarks.result.Subjects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A figure that we want, and its limit.
 *
 * @param id names what is written by hand about it
 * @param bench the benchmark that measures it
 * @param subject whose figure
 * @param metric which figure
 * @param than the subject by whose median it is divided; null for the figure itself
 * @param bound which side of the limit is good
 * @param limit the limit
 */
record Goal(
        String id,
        String bench,
        String subject,
        String metric,
        @Nullable String than,
        Bound bound,
        double limit) {

    /** Stands for the better transport of docker-java. */
    static final String DOCKER_JAVA = "docker-java";

    enum Bound {
        AT_MOST,
        AT_LEAST
    }

    enum Verdict {
        MET,
        MISSED,
        NOT_MEASURED
    }

    /** Compares the figure in the results with the limit. */
    Judgement judge(Results results) {
        Optional<Double> figure = results.find(bench, subject, metric).flatMap(row -> figureOf(row, results));
        Verdict verdict = figure.map(this::verdictOf).orElse(Verdict.NOT_MEASURED);
        return new Judgement(this, figure.orElse(null), verdict);
    }

    private Optional<Double> figureOf(Row row, Results results) {
        if (than == null) {
            return Optional.of(row.median());
        }
        return switch (than) {
            case Subjects.FLOOR -> Optional.ofNullable(row.ratioToFloor());
            case DOCKER_JAVA -> Optional.ofNullable(row.ratioToDockerJava());
            default ->
                results.find(bench, than, metric)
                        .map(Row::median)
                        .filter(median -> median != 0)
                        .map(median -> row.median() / median);
        };
    }

    private Verdict verdictOf(double figure) {
        boolean met = bound == Bound.AT_MOST ? figure <= limit : figure >= limit;
        return met ? Verdict.MET : Verdict.MISSED;
    }

    /**
     * A goal with what was measured.
     *
     * @param goal the goal
     * @param figure what was measured; null when it was not
     * @param verdict whether it is met
     */
    record Judgement(Goal goal, @Nullable Double figure, Verdict verdict) {}
}
