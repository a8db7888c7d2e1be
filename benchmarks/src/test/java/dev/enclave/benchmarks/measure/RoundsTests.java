package dev.enclave.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.benchmarks.result.Row;
import dev.enclave.benchmarks.result.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTests {

    @Test
    void takeTurnsFromEitherEndAndForgetTheFirst() {
        Recording recording = new Recording();
        List<String> turns = new ArrayList<>();

        new Rounds(3, Duration.ZERO).run(List.of("a", "b"), recording, (subject, figures) -> {
            turns.add(subject);
            figures.record(subject, "turn", Unit.MILLISECONDS, turns.size());
        });

        assertThat(turns).containsExactly("a", "b", "a", "b", "b", "a", "a", "b");
        assertThat(recording.rows("bench")).extracting(Row::subject).containsExactly("a", "b");
        assertThat(recording.rows("bench")).extracting(Row::runs).containsExactly(3, 3);
        assertThat(recording.rows("bench")).extracting(Row::median).containsExactly(6.0, 5.0);
    }

    @Test
    void warmUpForAsLongAsTheyAreTold() {
        Recording recording = new Recording();
        List<Recorder> given = new ArrayList<>();
        Duration warmUp = Duration.ofMillis(50);
        long begin = System.nanoTime();
        long[] counted = new long[1];

        new Rounds(1, warmUp).run(List.of("a"), recording, (subject, figures) -> {
            given.add(figures);
            counted[0] = System.nanoTime();
        });

        assertThat(Duration.ofNanos(counted[0] - begin)).isGreaterThanOrEqualTo(warmUp);
        assertThat(given).hasSizeGreaterThan(2).endsWith(Recorder.NONE, recording);
    }
}
