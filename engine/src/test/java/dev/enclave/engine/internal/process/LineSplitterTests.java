package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.Outcome;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.OutputChunk.Source;
import dev.enclave.engine.OutputLine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class LineSplitterTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final OutputChunk.End END = new OutputChunk.End(new Outcome.Success(), Duration.ZERO, null, false);

    private static OutputChunk data(Source source, String text) {
        return new OutputChunk.Data(source, new byte[0], text);
    }

    private static List<OutputLine> lines(OutputChunk... chunks) {
        return LineSplitter.lines(Flux.just(chunks)).collectList().block(PATIENCE);
    }

    @Test
    void putsLinesTogetherWhereverTheyAreCutAndKeepsSourcesApart() {
        assertThat(lines(
                        data(Source.STDOUT, "on"),
                        data(Source.STDERR, "ba"),
                        data(Source.STDOUT, "e\r\n\ntw"),
                        data(Source.STDERR, "d\n"),
                        data(Source.STDOUT, "o"),
                        END))
                .containsExactly(
                        new OutputLine(Source.STDOUT, "one", false, 0),
                        new OutputLine(Source.STDOUT, "", false, 0),
                        new OutputLine(Source.STDERR, "bad", false, 0),
                        new OutputLine(Source.STDOUT, "two", false, 0));
    }

    @Test
    void dividesLinesThatAreTooLongAndLosesNothing() {
        String text = "x".repeat(OutputLine.LONGEST - 1) + "\ud83d\ude00" + "y".repeat(OutputLine.LONGEST) + "\n";

        List<OutputLine> lines = lines(data(Source.STDOUT, text), END);

        assertThat(lines).extracting(OutputLine::cut).containsExactly(true, true, false);
        assertThat(lines).allMatch(line -> line.text().length() <= OutputLine.LONGEST);
        assertThat(String.join("", lines.stream().map(OutputLine::text).toList()) + "\n")
                .isEqualTo(text);
        assertThat(lines.get(0).text()).doesNotContain("\ud83d");
    }

    @Test
    void saysWhereOutputIsMissing() {
        assertThat(lines(
                        data(Source.STDOUT, "ha"),
                        new OutputChunk.Gap(Source.STDOUT, 10),
                        data(Source.STDOUT, "lf\nwhole\n"),
                        END))
                .containsExactly(
                        new OutputLine(Source.STDOUT, "ha", true, 0),
                        new OutputLine(Source.STDOUT, "lf", false, 10),
                        new OutputLine(Source.STDOUT, "whole", false, 0));
    }

    @Test
    void requestsOnePieceAtATime() {
        StepVerifier.create(
                        LineSplitter.lines(
                                Flux.<OutputChunk>generate(sink -> sink.next(data(Source.STDOUT, "a\nb\n")))),
                        3)
                .expectNextCount(3)
                .thenCancel()
                .verify(PATIENCE);
    }
}
