package dev.enclave.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a command's output, or its end. A stream of chunks has exactly one {@link End}, its last element; a stream that ends
 * without one ends with an error.
 */
public sealed interface OutputChunk {

    /** Where output comes from. */
    enum Source {
        /** Standard output, or the terminal. */
        STDOUT,
        /** Standard error. */
        STDERR
    }

    /** {@return the text of this piece; empty for the end} */
    String text();

    /**
     * Output as it arrived. Borders mean nothing: a line may be cut anywhere. The text is decoded across borders, so that a UTF-8
     * character that was cut is whole in the later piece; what is not UTF-8 becomes U+FFFD, the bytes stay as they were.
     */
    final class Data implements OutputChunk {
        private final Source source;
        private final byte[] bytes;
        private final String text;

        /**
         * Creates a piece.
         *
         * @param source where it comes from
         * @param bytes the bytes; not copied, do not change them
         * @param text what they mean, decoded with those before
         */
        public Data(Source source, byte[] bytes, String text) {
            this.source = Objects.requireNonNull(source, "source");
            this.bytes = Objects.requireNonNull(bytes, "bytes");
            this.text = Objects.requireNonNull(text, "text");
        }

        /** {@return where it comes from} */
        public Source source() {
            return source;
        }

        /** {@return the bytes; not copied, do not change them} */
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public String toString() {
            return source + ": " + text;
        }
    }

    /**
     * The end of a command.
     *
     * @param status how it ended
     * @param code its exit code; null when it was ended by a timeout or a cancellation
     * @param outOfMemory whether the kernel killed a process of the sandbox because the memory limit was reached
     * @param outputLost whether output was dropped, because nobody read it while the command was ended
     * @param duration how long it ran
     */
    record End(ExecStatus status, @Nullable Integer code, boolean outOfMemory, boolean outputLost, Duration duration)
            implements OutputChunk {

        /** Checks that status and duration are there. */
        public End {
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(duration, "duration");
        }

        /** {@return the exit code; empty when the command was ended by a timeout or a cancellation} */
        public OptionalInt exitCode() {
            return code == null ? OptionalInt.empty() : OptionalInt.of(code);
        }

        @Override
        public String text() {
            return "";
        }
    }
}
