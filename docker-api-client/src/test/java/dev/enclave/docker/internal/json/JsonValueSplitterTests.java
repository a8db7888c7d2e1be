package dev.enclave.docker.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.testing.RandomCases;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueSplitterTests {

    /** Braces, quotes and escapes in strings, nesting, arrays, more than one byte a character. */
    private static final List<String> OBJECTS = List.of(
            "{}",
            "{\"status\":\"Pulling\"}",
            "{\"a\":{\"b\":[{\"c\":1},{}]},\"d\":[]}",
            "{\"text\":\"}{][ \\\" \\\\\\\" {\"}",
            "{\"path\":\"C:\\\\\"}",
            "{\"umlaut\":\"\u00fc\u20ac\ud83d\ude00\"}",
            "{\"break\":\"in\\nside\"}");

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\u001e", "\n\u001e", " \t\n"})
    void findsTheObjectsWhateverStandsBetweenThem(String separator) {
        String stream = separator + String.join(separator, OBJECTS) + separator;

        JsonValueSplitter splitter = new JsonValueSplitter();

        assertThat(texts(splitter.feed(utf8(stream)))).isEqualTo(OBJECTS);
        assertThat(splitter.isAtBorder()).isTrue();
    }

    @Test
    void findsTheObjectsWhereverTheBytesAreCut() {
        byte[] stream = utf8(String.join("\n", OBJECTS));
        for (int cut = 0; cut <= stream.length; cut++) {
            JsonValueSplitter splitter = new JsonValueSplitter();
            List<byte[]> found = new ArrayList<>(splitter.feed(Arrays.copyOfRange(stream, 0, cut)));
            found.addAll(splitter.feed(Arrays.copyOfRange(stream, cut, stream.length)));

            assertThat(texts(found)).as("cut at %d", cut).isEqualTo(OBJECTS);
        }
    }

    @Test
    void findsTheObjectsAtRandomCuts() {
        RandomCases.check(500, random -> {
            byte[] stream = utf8(String.join(random.nextBoolean() ? "" : "\r\n", OBJECTS));
            JsonValueSplitter splitter = new JsonValueSplitter();
            List<byte[]> found = new ArrayList<>();
            for (int at = 0; at < stream.length; ) {
                int end = Math.min(stream.length, at + random.nextInt(9));
                found.addAll(splitter.feed(Arrays.copyOfRange(stream, at, end)));
                at = end;
            }
            assertThat(texts(found)).isEqualTo(OBJECTS);
        });
    }

    @Test
    void knowsWhenTheStreamMayNotEnd() {
        JsonValueSplitter splitter = new JsonValueSplitter();

        assertThat(splitter.feed(utf8("{\"a\":\"}"))).isEmpty();
        assertThat(splitter.isAtBorder()).isFalse();
        assertThat(texts(splitter.feed(utf8("\"}")))).containsExactly("{\"a\":\"}\"}");
        assertThat(splitter.isAtBorder()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "null", "<html>", "{}x", "}", "\"text\"", "\u0000"})
    void refusesWhatIsNoObject(String garbage) {
        assertThatThrownBy(() -> new JsonValueSplitter().feed(utf8(garbage)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected a JSON object");
    }

    @Test
    void refusesAnObjectThatNeverEnds() {
        JsonValueSplitter splitter = new JsonValueSplitter();
        splitter.feed(utf8("{\"a\":\""));
        byte[] filler = new byte[1024 * 1024];
        Arrays.fill(filler, (byte) 'x');

        assertThatThrownBy(() -> {
                    for (int i = 0; i <= 16; i++) {
                        splitter.feed(filler);
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("larger than");
    }

    private static List<String> texts(List<byte[]> found) {
        return found.stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
