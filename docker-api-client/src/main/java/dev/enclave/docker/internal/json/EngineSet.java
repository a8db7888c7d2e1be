package dev.enclave.docker.internal.json;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Sets of names, which engines write as an object of empty objects: {@code {"80/tcp":{}}}. */
final class EngineSet {

    private EngineSet() {}

    @SuppressWarnings({"unchecked", "rawtypes"
    }) // there is no class literal of Set<String>, the only kind of sets that records have
    static void register(SimpleModule module) {
        module.addSerializer((Class) Set.class, new Writer());
        module.addDeserializer((Class) Set.class, new Reader());
    }

    private static final class Writer extends StdSerializer<Set<?>> {
        Writer() {
            super(Set.class);
        }

        @Override
        public void serialize(Set<?> names, JsonGenerator generator, SerializationContext context) {
            generator.writeStartObject();
            for (Object name : names) {
                generator.writeName(String.valueOf(name));
                generator.writeStartObject();
                generator.writeEndObject();
            }
            generator.writeEndObject();
        }
    }

    private static final class Reader extends StdDeserializer<Set<String>> {
        Reader() {
            super(Set.class);
        }

        @Override
        @SuppressWarnings("unchecked") // it always throws
        public @Nullable Set<String> deserialize(JsonParser parser, DeserializationContext context) {
            Set<String> names = new LinkedHashSet<>();
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return (Set<String>) context.handleUnexpectedToken(Set.class, parser);
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                names.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
            return names;
        }
    }
}
