package dev.enclave.engine;

import java.util.Objects;

/**
 * A line of a command's output.
 *
 * @param source where it comes from
 * @param text the line, without its line break
 * @param cut whether it goes on in the next line of the same source: it was longer than {@link #LONGEST}, or output is missing behind it
 * @param missing how many bytes of output are missing before it; other than 0 only for a background process, see {@link OutputChunk.Gap}
 */
public record OutputLine(OutputChunk.Source source, String text, boolean cut, long missing) {

    /** The most characters of one element; a longer line comes in several. */
    public static final int LONGEST = 64 * 1024;

    /** Checks that source and text are there. */
    public OutputLine {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        return source + ": " + text + (cut ? "..." : "");
    }
}
