package dev.enclave.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C8")
class StreamingIT {

    private static final Pattern LINE = Pattern.compile("sandbox +(\\d+) ms later: line (\\d), printed at .*");

    @Test
    void linesAppearWhileTheProgramStillRuns() {
        List<String> lines = ExampleRun.of("streaming").requireSuccess().lines();

        assertThat(lines).hasSize(6).last().asString().contains("the program has ended: SUCCESS after ");
        assertThat(lines.subList(0, 5)).allMatch(line -> LINE.matcher(line).matches());
        // The program sleeps 400 ms after each line: had they come at its end, all but the first would have come at
        // once.
        assertThat(lines.subList(1, 5).stream().mapToInt(StreamingIT::millis).sum())
                .isGreaterThan(800);
    }

    private static int millis(String line) {
        return LINE.matcher(line)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .findFirst()
                .orElseThrow();
    }
}
