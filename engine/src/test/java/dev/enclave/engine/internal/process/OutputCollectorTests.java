package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.engine.CapturedOutput;
import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.ExecStatus;
import dev.enclave.engine.Outcome;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.OutputLimit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("C5")
class OutputCollectorTests {

    private static final OutputChunk.End END = end(false);

    @Test
    void gathersBothStreamsAndTheEnd() {
        ExecResult result = new OutputCollector(OutputLimit.both(100))
                .add(out("one "))
                .add(err("bad"))
                .add(out("two"))
                .add(new OutputChunk.End(new Outcome.OutOfMemory(0, 3), Duration.ofMillis(42), null, false))
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
        ExecResult result = new OutputCollector(OutputLimit.head(limit))
                .add(out("abc"))
                .add(out("def"))
                .add(END)
                .result();

        assertThat(result.stdoutBytes()).asString().isEqualTo(kept);
        assertThat(result.stdoutTruncated()).isEqualTo(truncated);
    }

    @Test
    void keepsTheEndWhenAsked() {
        ExecResult result = gathered(OutputLimit.tail(4), "abcdefghij");

        assertThat(result.stdout()).isEqualTo("[... 6 bytes are missing ...]\nghij");
        assertThat(result.stdoutBytes()).asString().isEqualTo("ghij");
        assertThat(result.stdoutCapture().missing()).isEqualTo(6);
    }

    @Test
    void keepsThreeQuartersOfTheBeginningAndOneOfTheEndUnlessAsked() {
        ExecResult result = gathered(OutputLimit.both(8), "abcdefghijklmnop");

        assertThat(result.stdout()).isEqualTo("abcdef\n[... 8 bytes are missing ...]\nop");
        assertThat(result.stdoutCapture().head()).asString().isEqualTo("abcdef");
        assertThat(result.stdoutCapture().tail()).asString().isEqualTo("op");
        assertThat(Command.of("x").outputLimit()).isEqualTo(OutputLimit.both(1024 * 1024));
    }

    @Test
    void cutsNoCharacter() {
        // Two bytes each: the beginning would end, and the end begin, in the middle of one.
        ExecResult result = gathered(OutputLimit.both(12), "\u00e4".repeat(4) + "." + "\u00e4".repeat(6));

        assertThat(result.stdout()).isEqualTo("\u00e4".repeat(4) + ".\n[... 10 bytes are missing ...]\n" + "\u00e4");
        assertThat(gathered(OutputLimit.head(5), "\u20ac\u20ac\u20ac").stdout())
                .isEqualTo("\u20ac\n[... 6 bytes are missing ...]\n");
        assertThat(gathered(OutputLimit.tail(6), "\ud83d\ude00\ud83d\ude00").stdout())
                .isEqualTo("[... 4 bytes are missing ...]\n\ud83d\ude00");
    }

    @Test
    void keepsTheSameHoweverTheOutputIsDivided() {
        Random random = new Random(7);
        String text = "0123456789".repeat(1000);
        for (int limit : new int[] {0, 1, 3, 4, 100, 4096, 9999, 10_000, 20_000}) {
            for (OutputLimit.Keep keep : OutputLimit.Keep.values()) {
                OutputLimit kept = new OutputLimit(limit, keep);
                OutputCollector collector = new OutputCollector(kept);
                int start = 0;
                while (start < text.length()) {
                    int end = Math.min(text.length(), start + random.nextInt(3000));
                    collector.add(out(text.substring(start, end)));
                    start = end;
                }
                CapturedOutput captured = collector.add(END).result().stdoutCapture();
                int all = text.length();
                assertThat(captured.missing()).as("%s", kept).isEqualTo(Math.max(0, all - limit));
                assertThat(captured.head())
                        .asString()
                        .as("head of %s", kept)
                        .isEqualTo(text.substring(0, Math.min(all, kept.headBytes())));
                int tail = Math.min(kept.tailBytes(), all - captured.head().length);
                assertThat(captured.tail()).asString().as("tail of %s", kept).isEqualTo(text.substring(all - tail));
            }
        }
    }

    private static ExecResult gathered(OutputLimit limit, String text) {
        return new OutputCollector(limit).add(out(text)).add(END).result();
    }

    @Test
    void countsEachStreamForItself() {
        ExecResult result = new OutputCollector(OutputLimit.head(3))
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
        ExecResult result = new OutputCollector(OutputLimit.both(100))
                .add(out("abc"))
                .add(end(true))
                .result();

        assertThat(result.stdoutTruncated()).isTrue();
        assertThat(result.stderrTruncated()).isTrue();
    }

    @Test
    void shortOfAnEndThereIsNoResult() {
        OutputCollector collector = new OutputCollector(OutputLimit.both(100)).add(out("abc"));

        assertThatThrownBy(collector::result).isInstanceOf(IllegalStateException.class);
    }

    private static OutputChunk.End end(boolean lost) {
        return new OutputChunk.End(new Outcome.Success(), Duration.ZERO, null, lost);
    }

    private static OutputChunk out(String text) {
        return new OutputChunk.Data(OutputChunk.Source.STDOUT, text.getBytes(StandardCharsets.UTF_8), text);
    }

    private static OutputChunk err(String text) {
        return new OutputChunk.Data(OutputChunk.Source.STDERR, text.getBytes(StandardCharsets.UTF_8), text);
    }
}
