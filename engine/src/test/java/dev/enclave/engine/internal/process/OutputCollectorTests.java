package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.engine.ExecResult;
import dev.enclave.engine.ExecStatus;
import dev.enclave.engine.OutputChunk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("C5")
class OutputCollectorTests {

    private static final OutputChunk.End END = end(false);

    @Test
    void gathersBothStreamsAndTheEnd() {
        ExecResult result = new OutputCollector(100)
                .add(out("one "))
                .add(err("bad"))
                .add(out("two"))
                .add(new OutputChunk.End(ExecStatus.ERROR, 3, true, false, Duration.ofMillis(42)))
                .result();

        assertThat(result.stdout()).isEqualTo("one two");
        assertThat(result.stderr()).isEqualTo("bad");
        assertThat(result.status()).isEqualTo(ExecStatus.ERROR);
        assertThat(result.exitCode()).hasValue(3);
        assertThat(result.outOfMemory()).isTrue();
        assertThat(result.duration()).isEqualTo(Duration.ofMillis(42));
        assertThat(result.stdoutTruncated()).isFalse();
        assertThat(result.stderrTruncated()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,'',true", "1,a,true", "4,abcd,true", "5,abcde,true", "6,abcdef,false", "7,abcdef,false"})
    void keepsTheBeginningUpToTheLimit(int limit, String kept, boolean truncated) {
        ExecResult result = new OutputCollector(limit)
                .add(out("abc"))
                .add(out("def"))
                .add(END)
                .result();

        assertThat(result.stdout()).isEqualTo(kept);
        assertThat(result.stdoutTruncated()).isEqualTo(truncated);
    }

    @Test
    void countsEachStreamForItself() {
        ExecResult result = new OutputCollector(3)
                .add(out("abcdef"))
                .add(err("xyz"))
                .add(END)
                .result();

        assertThat(result.stdoutTruncated()).isTrue();
        assertThat(result.stderr()).isEqualTo("xyz");
        assertThat(result.stderrTruncated()).isFalse();
    }

    @Test
    void callsOutputThatWasLostTruncated() {
        ExecResult result =
                new OutputCollector(100).add(out("abc")).add(end(true)).result();

        assertThat(result.stdoutTruncated()).isTrue();
        assertThat(result.stderrTruncated()).isTrue();
    }

    @Test
    void shortOfAnEndThereIsNoResult() {
        OutputCollector collector = new OutputCollector(100).add(out("abc"));

        assertThatThrownBy(collector::result).isInstanceOf(IllegalStateException.class);
    }

    private static OutputChunk.End end(boolean lost) {
        return new OutputChunk.End(ExecStatus.SUCCESS, 0, false, lost, Duration.ZERO);
    }

    private static OutputChunk out(String text) {
        return new OutputChunk.Data(OutputChunk.Source.STDOUT, text.getBytes(StandardCharsets.UTF_8), text);
    }

    private static OutputChunk err(String text) {
        return new OutputChunk.Data(OutputChunk.Source.STDERR, text.getBytes(StandardCharsets.UTF_8), text);
    }
}
