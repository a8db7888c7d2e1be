package dev.enclave.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.benchmarks.result.Ratios;
import dev.enclave.benchmarks.result.Results;
import dev.enclave.benchmarks.result.Row;
import dev.enclave.benchmarks.result.Samples;
import dev.enclave.benchmarks.result.Subjects;
import dev.enclave.benchmarks.result.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoalTests {

    private static final Results RESULTS = new Results(Ratios.addTo(List.of(
            row(Subjects.ENCLAVE, 2.6),
            row(Subjects.DOCKER_JAVA_ZERODEP, 4),
            row(Subjects.FLOOR, 2),
            row("other", 13))));

    private static Row row(String subject, double value) {
        return Row.of("bench", subject, "figure", Unit.MILLISECONDS, new Samples(value));
    }

    private static Goal goal(String than, Goal.Bound bound, double limit) {
        return new Goal("id", "bench", Subjects.ENCLAVE, "figure", than, bound, limit);
    }

    @Test
    void isMetUpToItsLimitAndMissedBeyond() {
        assertThat(goal(Subjects.FLOOR, Goal.Bound.AT_MOST, 1.3).judge(RESULTS).verdict())
                .isEqualTo(Goal.Verdict.MET);
        assertThat(goal(Subjects.FLOOR, Goal.Bound.AT_MOST, 1.29).judge(RESULTS).verdict())
                .isEqualTo(Goal.Verdict.MISSED);
        assertThat(goal(Subjects.FLOOR, Goal.Bound.AT_LEAST, 1.3).judge(RESULTS).verdict())
                .isEqualTo(Goal.Verdict.MET);
        assertThat(goal(Subjects.FLOOR, Goal.Bound.AT_LEAST, 1.31)
                        .judge(RESULTS)
                        .verdict())
                .isEqualTo(Goal.Verdict.MISSED);
    }

    @Test
    void comparesWithDockerJavaWithAnotherSubjectOrWithNothing() {
        assertThat(goal(Goal.DOCKER_JAVA, Goal.Bound.AT_MOST, 1).judge(RESULTS).figure())
                .isEqualTo(0.65);
        assertThat(goal("other", Goal.Bound.AT_MOST, 1).judge(RESULTS).figure()).isEqualTo(0.2);
        assertThat(goal(null, Goal.Bound.AT_MOST, 1).judge(RESULTS).figure()).isEqualTo(2.6);
    }

    @Test
    void isNotMeasuredWithoutItsRowOrItsPeer() {
        Results alone = new Results(Ratios.addTo(List.of(row(Subjects.ENCLAVE, 1))));

        assertThat(goal(Subjects.FLOOR, Goal.Bound.AT_MOST, 1).judge(alone).verdict())
                .isEqualTo(Goal.Verdict.NOT_MEASURED);
        assertThat(goal("other", Goal.Bound.AT_MOST, 1).judge(Results.NONE).verdict())
                .isEqualTo(Goal.Verdict.NOT_MEASURED);
    }

    @Test
    void hasAnIdOfItsOwn() {
        assertThat(Goals.ALL).extracting(Goal::id).doesNotHaveDuplicates();
    }
}
