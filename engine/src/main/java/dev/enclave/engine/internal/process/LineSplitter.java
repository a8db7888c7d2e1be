package dev.enclave.engine.internal.process;

import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.OutputChunk.Source;
import dev.enclave.engine.OutputLine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;

/** Makes lines of output, holding at most one line of each source. Not thread-safe; one per subscriber. */
final class LineSplitter {

    private final Map<Source, Partial> partials = new EnumMap<>(Source.class);

    private LineSplitter() {}

    static Flux<OutputLine> lines(Flux<OutputChunk> output) {
        return Flux.defer(() -> {
            LineSplitter splitter = new LineSplitter();
            return output.concatMapIterable(splitter::add, 1);
        });
    }

    private List<OutputLine> add(OutputChunk chunk) {
        List<OutputLine> lines = new ArrayList<>();
        if (chunk instanceof OutputChunk.Data data) {
            of(data.source()).add(data.text(), lines);
        } else if (chunk instanceof OutputChunk.Gap gap) {
            of(gap.source()).skip(gap.bytes(), lines);
        } else {
            partials.values().forEach(partial -> partial.finish(lines));
        }
        return lines;
    }

    private Partial of(Source source) {
        return partials.computeIfAbsent(source, Partial::new);
    }

    private static final class Partial {
        private final Source source;
        private final StringBuilder line = new StringBuilder();
        private long missing;

        Partial(Source source) {
            this.source = source;
        }

        void add(String text, List<OutputLine> lines) {
            int start = 0;
            int lineBreak;
            while ((lineBreak = text.indexOf('\n', start)) >= 0) {
                append(text, start, lineBreak, lines);
                if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
                    line.setLength(line.length() - 1);
                }
                emit(false, lines);
                start = lineBreak + 1;
            }
            append(text, start, text.length(), lines);
        }

        private void append(String text, int start, int end, List<OutputLine> lines) {
            int from = start;
            while (end - from > OutputLine.LONGEST - line.length()) {
                int to = from + OutputLine.LONGEST - line.length();
                // The two halves of a character stay together.
                to = to > from && Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
                line.append(text, from, to);
                emit(true, lines);
                from = to;
            }
            line.append(text, from, end);
        }

        void skip(long bytes, List<OutputLine> lines) {
            if (!line.isEmpty()) {
                emit(true, lines);
            }
            missing += bytes;
        }

        void finish(List<OutputLine> lines) {
            if (!line.isEmpty() || missing > 0) {
                emit(false, lines);
            }
        }

        private void emit(boolean cut, List<OutputLine> lines) {
            lines.add(new OutputLine(source, line.toString(), cut, missing));
            line.setLength(0);
            missing = 0;
        }
    }
}
