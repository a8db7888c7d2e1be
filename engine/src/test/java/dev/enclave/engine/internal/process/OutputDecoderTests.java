package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.OutputChunk;
import dev.enclave.testing.RandomCases;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C8")
class OutputDecoderTests {

    private static final String TEXT = "a\u00e9\u20ac\ud83d\ude00z \u0000 \u07ff\u0800\uffff\ud800\udc00\udbff\udfff";

    @Test
    void putsACharacterTogetherWhereverItIsCut() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            List<OutputChunk> chunks = decode(List.of(
                    stdout(Arrays.copyOfRange(bytes, 0, cut)), stdout(Arrays.copyOfRange(bytes, cut, bytes.length))));

            assertThat(textOf(chunks, OutputChunk.Source.STDOUT))
                    .as("cut at %d", cut)
                    .isEqualTo(TEXT);
        }
    }

    @Test
    void decodesTextThatArrivesByteByByte() {
        List<StreamFrame> frames = new ArrayList<>();
        for (byte one : TEXT.getBytes(StandardCharsets.UTF_8)) {
            frames.add(stdout(one));
        }

        assertThat(textOf(decode(frames), OutputChunk.Source.STDOUT)).isEqualTo(TEXT);
    }

    @Test
    void decodesAnyBytesAsTheyWouldBeDecodedInOnePiece() {
        RandomCases.check(2000, random -> {
            byte[] bytes = randomBytes(random);
            List<OutputChunk> chunks = decode(cutAnywhere(bytes, random));

            assertThat(textOf(chunks, OutputChunk.Source.STDOUT)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        });
    }

    /** Bytes that are UTF-8 now and then: leading and continuation bytes are frequent. */
    private static byte[] randomBytes(Random random) {
        byte[] alphabet = {
            'a',
            (byte) 0xc3,
            (byte) 0xa9,
            (byte) 0xe2,
            (byte) 0x82,
            (byte) 0xac,
            (byte) 0xf0,
            (byte) 0x9f,
            (byte) 0x98,
            (byte) 0x80,
            (byte) 0xff,
            (byte) 0xed,
            (byte) 0xa0,
            0
        };
        byte[] bytes = new byte[random.nextInt(40)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = alphabet[random.nextInt(alphabet.length)];
        }
        return bytes;
    }

    private static List<StreamFrame> cutAnywhere(byte[] bytes, Random random) {
        List<StreamFrame> frames = new ArrayList<>();
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + random.nextInt(5));
            frames.add(stdout(Arrays.copyOfRange(bytes, from, to)));
            from = to;
        }
        return frames;
    }

    @Test
    void keepsTheCutsOfBothStreamsApart() {
        byte[] euro = "\u20ac".getBytes(StandardCharsets.UTF_8);
        List<OutputChunk> chunks = decode(
                List.of(stdout(euro[0]), stderr(euro[0], euro[1]), stdout(euro[1]), stderr(euro[2]), stdout(euro[2])));

        assertThat(textOf(chunks, OutputChunk.Source.STDOUT)).isEqualTo("\u20ac");
        assertThat(textOf(chunks, OutputChunk.Source.STDERR)).isEqualTo("\u20ac");
    }

    @Test
    void handsTheBytesOnAsTheyAre() {
        byte[] bytes = {(byte) 0xff, 0, (byte) 0xe2};

        OutputChunk chunk = new OutputDecoder().decode(stdout(bytes));

        assertThat(((OutputChunk.Data) chunk).bytes()).isEqualTo(bytes);
    }

    @Test
    void tellsACharacterThatIsCutForGoodAtTheEnd() {
        List<OutputChunk> chunks = decode(List.of(stdout((byte) 'a', (byte) 0xe2, (byte) 0x82)));

        assertThat(chunks).extracting(OutputChunk::text).containsExactly("a", "\ufffd");
        assertThat(((OutputChunk.Data) chunks.get(1)).bytes()).isEmpty();
    }

    @Test
    void takesWhatATerminalPrintsForStandardOutput() {
        OutputChunk chunk = new OutputDecoder().decode(new StreamFrame(StreamFrame.Source.RAW, new byte[] {'x'}));

        assertThat(((OutputChunk.Data) chunk).source()).isEqualTo(OutputChunk.Source.STDOUT);
    }

    private static StreamFrame stdout(byte... bytes) {
        return new StreamFrame(StreamFrame.Source.STDOUT, bytes);
    }

    private static StreamFrame stderr(byte... bytes) {
        return new StreamFrame(StreamFrame.Source.STDERR, bytes);
    }

    private static List<OutputChunk> decode(List<StreamFrame> frames) {
        OutputDecoder decoder = new OutputDecoder();
        List<OutputChunk> chunks = new ArrayList<>();
        frames.forEach(frame -> chunks.add(decoder.decode(frame)));
        chunks.addAll(decoder.finish());
        return chunks;
    }

    private static String textOf(List<OutputChunk> chunks, OutputChunk.Source source) {
        return chunks.stream()
                .filter(chunk -> ((OutputChunk.Data) chunk).source() == source)
                .map(OutputChunk::text)
                .collect(Collectors.joining());
    }
}
