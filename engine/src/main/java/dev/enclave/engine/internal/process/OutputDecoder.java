package dev.enclave.engine.internal.process;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.OutputChunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Decodes the UTF-8 of both streams across the borders of frames. Not thread-safe; one per command. */
final class OutputDecoder {

    private static final byte[] NO_BYTES = {};

    private final Map<OutputChunk.Source, Incremental> decoders = new EnumMap<>(OutputChunk.Source.class);

    OutputChunk decode(StreamFrame frame) {
        OutputChunk.Source source =
                frame.source() == StreamFrame.Source.STDERR ? OutputChunk.Source.STDERR : OutputChunk.Source.STDOUT;
        return decoders.computeIfAbsent(source, key -> new Incremental(source)).decode(frame.bytes());
    }

    /** What was left of cut characters when the streams ended: pieces with text but without bytes. */
    List<OutputChunk> finish() {
        List<OutputChunk> rest = new ArrayList<>();
        decoders.values().forEach(decoder -> decoder.finish(rest));
        return rest;
    }

    /**
     * Of one stream. Which characters are whole its last bytes tell: nothing is decoded before somebody wants to read it, and then by the
     * fastest way that Java has.
     */
    private static final class Incremental {

        private static final int CONTINUES_MASK = 0xc0;
        private static final int CONTINUES = 0x80;
        private static final int LONGEST = 4;

        private final OutputChunk.Source source;
        private byte[] pending = NO_BYTES;

        Incremental(OutputChunk.Source source) {
            this.source = source;
        }

        OutputChunk decode(byte[] bytes) {
            byte[] all = pending.length == 0 ? bytes : joined(pending, bytes);
            int whole = all.length - unfinished(all);
            pending = whole == all.length ? NO_BYTES : Arrays.copyOfRange(all, whole, all.length);
            return new OutputChunk.Data(source, bytes, () -> new String(all, 0, whole, StandardCharsets.UTF_8));
        }

        /** Adds what stands for a character whose rest never came. */
        void finish(List<OutputChunk> rest) {
            if (pending.length > 0) {
                rest.add(new OutputChunk.Data(source, NO_BYTES, new String(pending, StandardCharsets.UTF_8)));
            }
        }

        private static byte[] joined(byte[] first, byte[] second) {
            byte[] both = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return both;
        }

        /** Returns how many bytes at the end begin a character that may go on. */
        private static int unfinished(byte[] bytes) {
            int longest = Math.min(LONGEST - 1, bytes.length);
            for (int length = 1; length <= longest; length++) {
                byte candidate = bytes[bytes.length - length];
                if ((candidate & CONTINUES_MASK) != CONTINUES) {
                    return lengthBegunBy(candidate) > length ? length : 0;
                }
            }
            return 0;
        }

        /** Returns as many bytes as the leading byte of a character announces: by as many ones it begins, but for ASCII. */
        private static int lengthBegunBy(byte leading) {
            int ones = Integer.numberOfLeadingZeros(~leading << (Integer.SIZE - Byte.SIZE));
            return ones <= LONGEST ? Math.max(ones, 1) : 1;
        }
    }
}
