package dev.enclave.engine.internal.process;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.OutputChunk;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
        String text = decoders.computeIfAbsent(source, key -> new Incremental()).decode(frame.bytes(), false);
        return new OutputChunk.Data(source, frame.bytes(), text);
    }

    /** What was left of cut characters when the streams ended: pieces with text but without bytes. */
    List<OutputChunk> finish() {
        List<OutputChunk> rest = new ArrayList<>();
        decoders.forEach((source, decoder) -> {
            String text = decoder.decode(NO_BYTES, true);
            if (!text.isEmpty()) {
                rest.add(new OutputChunk.Data(source, NO_BYTES, text));
            }
        });
        return rest;
    }

    private static final class Incremental {
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private byte[] pending = NO_BYTES;

        String decode(byte[] bytes, boolean last) {
            ByteBuffer in = ByteBuffer.allocate(pending.length + bytes.length)
                    .put(pending)
                    .put(bytes)
                    .flip();
            CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
            decoder.decode(in, out, last);
            if (last) {
                decoder.flush(out);
            }
            pending = new byte[in.remaining()];
            in.get(pending);
            return out.flip().toString();
        }
    }
}
