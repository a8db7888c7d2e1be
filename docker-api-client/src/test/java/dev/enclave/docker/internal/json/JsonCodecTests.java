package dev.enclave.docker.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

@Tag("C7")
class JsonCodecTests {

    private static final JsonCodec CODEC = JsonCodec.SHARED;

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"OpenStdin\":true}", "{\"openStdin\":true}", "{\"OpenStdin\":true,\"Future\":{\"x\":[1]}}"})
    void readsNamesThatBeginWithEitherLetterAndIgnoresUnknownOnes(String json) {
        assertThat(read(json, Sample.class).openStdin()).isTrue();
    }

    @Test
    void readsNamesOfFilesWithoutRegardToCase() {
        byte[] json = "{\"OPENSTDIN\":true}".getBytes(StandardCharsets.UTF_8);

        assertThat(JsonCodec.OF_FILES.read(json, Sample.class).openStdin()).isTrue();
        assertThat(CODEC.read(json, Sample.class).openStdin()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"OpenStdin\":null,\"Names\":null,\"Size\":null,\"Labels\":null,\"Inner\":null}"})
    void takesAbsentAndNullAlike(String json) {
        assertThat(read(json, Sample.class)).isEqualTo(new Sample(null, null, 0, null, null));
    }

    @Test
    void writesNamesInTheEnginesStyleAndNoNulls() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("dotted.Name", "kept as it is");
        labels.put("absent", null);

        assertThat(write(new Sample(true, List.of(), 3, labels, new Sample.Inner(null))))
                .isEqualTo("{\"OpenStdin\":true,\"Names\":[],\"Size\":3,\"Labels\":{\"dotted.Name\":\"kept as it is\"},"
                        + "\"Inner\":{}}");
    }

    @Test
    void keepsCharactersOutsideAscii() {
        Sample sample = new Sample(null, List.of("h\u00e9llo \ud83d\ude00\u0000\n"), 0, null, null);

        assertThat(read(write(sample), Sample.class)).isEqualTo(sample);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{", "[]", "{\"Size\":\"many\"}", "{\"Names\":{}}"})
    void refusesWhatCannotBeRead(String json) {
        assertThatThrownBy(() -> read(json, Sample.class)).isInstanceOf(JacksonException.class);
    }

    private static <T> T read(String json, Class<T> type) {
        return CODEC.read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    private static String write(Object value) {
        return new String(CODEC.write(value), StandardCharsets.UTF_8);
    }

    record Sample(Boolean openStdin, List<String> names, long size, Map<String, String> labels, Inner inner) {
        record Inner(String value) {}
    }
}
