package dev.enclave.docker.internal.operations;

import dev.enclave.docker.internal.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code filters} query parameter: a JSON object of name to values. */
final class Filters {

    private Filters() {}

    static @Nullable String encode(Map<String, List<String>> filters) {
        return filters.isEmpty() ? null : new String(JsonCodec.SHARED.write(filters), StandardCharsets.UTF_8);
    }
}
