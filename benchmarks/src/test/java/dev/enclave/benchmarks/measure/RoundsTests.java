package dev.enclave.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.benchmarks.result.Row;
import dev.enclave.benchmarks.result.Unit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTests {

    @Test
    void takeTurnsFromEitherEndAndForgetTheFirst() {
        Recording recording = new Recording();
        List<String> turns = new ArrayList<>();

        new Rounds(3).run(List.of("a", "b"), recording, (subject, figures) -> {
            turns.add(subject);
            figures.record(subject, "turn", Unit.MILLISECONDS, turns.size());
        });

        assertThat(turns).containsExactly("a", "b", "a", "b", "b", "a", "a", "b");
        assertThat(recording.rows("bench")).extracting(Row::subject).containsExactly("a", "b");
        assertThat(recording.rows("bench")).extracting(Row::runs).containsExactly(3, 3);
        assertThat(recording.rows("bench")).extracting(Row::median).containsExactly(6.0, 5.0);
    }
}
