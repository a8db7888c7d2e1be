package dev.enclave.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Supplier;
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

    /** {@return the text of this piece; empty for a gap and for the end} */
    String text();

    /**
     * Output as it arrived. Borders mean nothing: a line may be cut anywhere. The text is decoded across borders, so that a UTF-8
     * character that was cut is whole in the later piece; what is not UTF-8 becomes U+FFFD, the bytes stay as they were.
     */
    final class Data implements OutputChunk {
        private final Source source;
        private final byte[] bytes;
        private final Supplier<String> decoding;
        /** Null until somebody has asked for it; who asks at the same time gets an equal one. */
        private @Nullable String text;

        /**
         * Creates a piece.
         *
         * @param source where it comes from
         * @param bytes the bytes; not copied, do not change them
         * @param text what they mean, decoded with those before
         */
        public Data(Source source, byte[] bytes, String text) {
            this(source, bytes, () -> text);
            this.text = Objects.requireNonNull(text, "text");
        }

        /**
         * Creates a piece that is decoded when its text is asked for: who only counts or copies bytes does not pay for it.
         *
         * @param source where it comes from
         * @param bytes the bytes; not copied, do not change them
         * @param decoding returns what they mean, decoded with those before; the same each time
         */
        public Data(Source source, byte[] bytes, Supplier<String> decoding) {
            this.source = Objects.requireNonNull(source, "source");
            this.bytes = Objects.requireNonNull(bytes, "bytes");
            this.decoding = Objects.requireNonNull(decoding, "decoding");
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
            String decoded = text;
            if (decoded == null) {
                decoded = decoding.get();
                text = decoded;
            }
            return decoded;
        }

        @Override
        public String toString() {
            return source + ": " + text();
        }
    }

    /**
     * Output of a background process that this subscriber does not get: more was printed than is {@linkplain
     * Command#withRetainedOutput retained}, before it subscribed or faster than it requests.
     *
     * @param source where it came from
     * @param bytes how many bytes are missing here
     */
    record Gap(Source source, long bytes) implements OutputChunk {

        /** Checks that the source is there. */
        public Gap {
            Objects.requireNonNull(source, "source");
        }

        @Override
        public String text() {
            return "";
        }
    }

    /**
     * The end of a command.
     *
     * @param outcome how it ended
     * @param duration how long it ran
     * @param usage what it used; null where that cannot be told: through the exec API, and of commands that we ended
     * @param outputLost whether output was dropped, because nobody read it while the command was ended
     */
    record End(Outcome outcome, Duration duration, @Nullable ResourceUsage usage, boolean outputLost)
            implements OutputChunk {

        /** Checks that outcome and duration are there. */
        public End {
            Objects.requireNonNull(outcome, "outcome");
            Objects.requireNonNull(duration, "duration");
        }

        /** {@return how it ended, coarsely} */
        public ExecStatus status() {
            return outcome.status();
        }

        /** {@return the exit code; empty when the command was ended by a timeout or a cancellation} */
        public OptionalInt exitCode() {
            return outcome.exitCode();
        }

        /** {@return whether the kernel killed a process of the sandbox because the memory limit was reached} */
        public boolean outOfMemory() {
            return outcome instanceof Outcome.OutOfMemory;
        }

        @Override
        public String text() {
            return "";
        }
    }
}
