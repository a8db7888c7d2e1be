package dev.enclave.docker.internal.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads times as engines write them: RFC 3339 with any offset, or seconds since 1970. Go's zero time (the year 1), an empty text and what is
 * no time at all are null, that is, absent: no answer becomes unreadable for the sake of a time in it.
 */
final class EngineInstant extends StdDeserializer<Instant> {

    EngineInstant() {
        super(Instant.class);
    }

    @Override
    public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return Instant.ofEpochSecond(parser.getLongValue());
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parse(parser.getString());
        }
        parser.skipChildren();
        return null;
    }

    private static @Nullable Instant parse(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() <= 1 ? null : time.toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
