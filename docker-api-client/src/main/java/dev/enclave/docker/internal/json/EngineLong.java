package dev.enclave.docker.internal.json;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads whole numbers. Engines write unsigned ones, and 2^64-1 for no limit: what does not fit is {@link Long#MAX_VALUE}. */
final class EngineLong extends StdDeserializer<Long> {

    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    EngineLong() {
        super(Long.class);
    }

    @Override
    public @Nullable Long deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            if (parser.getNumberType() != NumberType.BIG_INTEGER) {
                return parser.getLongValue();
            }
            return parser.getBigIntegerValue().min(LARGEST).longValue();
        }
        return _parseLong(parser, context, Long.class);
    }
}
